import type { Texts } from './catalogue.ts'
import { dePortalAccount } from './de-portal-account.ts'
import { dePortalMoney } from './de-portal-money.ts'

/** Was das Portal sagt. */
export const dePortal: Texts['portal'] = {
  ...dePortalMoney,
  ...dePortalAccount,
  documentTitle: 'Ihr Abonnement',
  loading: 'Ihr Abonnement wird geladen',
  invalid:
    'Er ist unvollständig, wurde zurückgezogen oder ist abgelaufen. Öffnen Sie den ganzen Link noch einmal oder bitten Sie das Unternehmen, bei dem Sie gekauft haben, um einen neuen.',
  navigation: 'Bereiche',
  sections: {
    overview: 'Übersicht',
    usage: 'Nutzung',
    invoices: 'Rechnungen',
    payments: 'Zahlungen',
    account: 'Konto',
  },
  period: (from, to) => `Aktueller Zeitraum: ${from} bis ${to}.`,
  since: (day) => `Seit ${day}.`,
  ends: (day) => `Es endet am ${day}.`,
  ended: (day) => `Es endete am ${day}.`,
  zone: (zone) => `Zeiten gelten in ${zone}.`,
  attention: {
    overdue: (number, amount, day) => `Rechnung ${number} über ${amount} war am ${day} fällig.`,
    owed: (number, amount, day) =>
      day === undefined
        ? `Rechnung ${number} über ${amount} ist zu bezahlen.`
        : `Rechnung ${number} über ${amount} ist bis ${day} zu bezahlen.`,
    expired: (method) =>
      `${method} ist abgelaufen. Fügen Sie eine andere Zahlungsmethode hinzu, damit Zahlungen nicht scheitern.`,
  },
  continue: 'Weiter',
  figures: 'Auf einen Blick',
  balance: 'Guthaben',
  minimum: (amount) => `${amount} bei jeder Verlängerung nötig`,
  charged: 'In diesem Zeitraum berechnet',
  tax: (amount) => `darin ${amount} Steuer`,
  noTax: 'keine Steuer',
  events: 'Nutzungsereignisse in diesem Zeitraum',
  statuses: {
    active: 'Aktiv',
    pending_payment: 'Wartet auf Zahlung',
    terminated: 'Beendet',
  },
  next: {
    tax: 'Steuer',
    figure: 'Nächste Rechnung',
    on: (day) => `am ${day}, nach jetzigem Stand`,
    title: 'Nächste Rechnung, bisher',
    explain: (day) =>
      `Was auf der Rechnung vom ${day} stünde, wenn der Zeitraum jetzt endete. Nutzung, die noch kommt, kommt hinzu.`,
    total: 'Gesamt',
  },
  updated: (time) => `Stand: ${time}.`,
  refresh: 'Aktualisieren',
  usage: {
    title: 'Nutzung',
    range: 'Zeitraum',
    ranges: { day: '24 Stunden', week: '7 Tage', month: '30 Tage', period: 'Zeitraum' },
    window: 'Je',
    windows: { HOUR: 'Stunde', DAY: 'Tag' },
    hoursTooMany: 'Stunden werden für höchstens 7 Tage gezeigt.',
    view: 'Anzeigen als',
    views: { chart: 'Diagramm', table: 'Tabelle' },
    loading: 'Nutzung wird geladen',
    zones: (zone) => `Tage werden in UTC gezählt, Stunden gelten in ${zone}.`,
    compare: {
      day: 'Mit den 24 Stunden davor vergleichen',
      week: 'Mit den 7 Tagen davor vergleichen',
      month: 'Mit den 30 Tagen davor vergleichen',
      period: 'Mit dem letzten Zeitraum vergleichen',
    },
    comparedWith: {
      day: 'Umrisse zeigen die 24 Stunden davor.',
      week: 'Umrisse zeigen die 7 Tage davor.',
      month: 'Umrisse zeigen die 30 Tage davor.',
      period: 'Umrisse zeigen ebenso viel vom letzten Zeitraum.',
    },
    before: (quantity, amount) => `Zuvor: ${quantity}, ${amount}.`,
    beforeQuantity: (quantity) => `Zuvor: ${quantity}.`,
    change: (percent) => `Veränderung: ${percent}.`,
    was: (quantity) => `zuvor: ${quantity}`,
    groupBy: 'Aufschlüsseln nach',
    noGroups: 'Nichts',
    groupTable: {
      label: (metric, dimension) => `${metric} nach ${dimension}`,
      none: 'Ohne Wert',
    },
    empty: 'Keine Nutzung in diesem Zeitraum',
    emptyNotes: {
      active: 'Nutzung erscheint hier Sekunden nachdem sie gemeldet wurde.',
      pending_payment: 'Die Nutzung kann beginnen, sobald die erste Zahlung eingegangen ist.',
      terminated: 'Ihr Abonnement ist beendet.',
    },
    failed: 'Die Nutzung konnte nicht geladen werden.',
    columns: { start: 'Beginn', quantity: 'Menge', before: 'Zuvor', amount: 'Betrag' },
    chartLabel: (metric, size) =>
      `${metric} je ${size}. Mit den Pfeiltasten lesen Sie einzelne Werte.`,
    tableLabel: (metric, size) => `${metric} je ${size}`,
    sizes: { HOUR: 'Stunde', DAY: 'Tag' },
    peak: (when) => `Höchstwert: ${when}`,
    idle: {
      HOUR: 'Stunden ohne Nutzung sind weggelassen.',
      DAY: 'Tage ohne Nutzung sind weggelassen.',
    },
  },
  plan: {
    title: 'Tarif',
    prices: 'Preise',
    columns: { name: 'Für', price: 'Preis', term: 'Zahlbar' },
    terms: {
      instant: 'bei der Nutzung',
      in_advance: 'im Voraus',
      in_arrears: 'am Ende des Zeitraums',
    },
    per: (amount, unit) => `${amount} je ${unit}`,
    package: (price, size) => `${price} je angefangene ${size}`,
    afterFree: (price, units) => `${price}, nach ${units} kostenlosen`,
    upTo: (amount, quantity) => `bis ${quantity}: ${amount}`,
    beyond: (amount) => `darüber: ${amount}`,
    withFee: (price, fee) => `${price} und einmal ${fee}`,
    tiers: {
      graduated: (tiers) => `jeder Teil zu seinem Preis: ${tiers}`,
      tiered_volume: (tiers) => `alles zum Preis der ganzen Menge: ${tiers}`,
    },
    between: (least, most) => `${least} bis ${most}`,
    byVolume: (range) => `${range}, nach Menge`,
    share: (percent, least, most) =>
      `${percent} des Betrags, mindestens ${least}, höchstens ${most}`,
  },
}
