import type { Texts } from './catalogue.ts'

/** Was die Bezahlseite sagt. */
export const deCheckout: Texts['checkout'] = {
  documentTitle: 'Bezahlen',
  loading: 'Zahlung wird geladen',
  pay: (merchant) => `An ${merchant} zahlen`,
  setup: (merchant) => `Karte für ${merchant} speichern`,
  total: 'Gesamt',
  toPay: 'Zu zahlen',
  breakdown: 'Wofür Sie zahlen',
  dueOn: (day) => `Fällig am ${day}`,
  document: 'Rechnung lesen (PDF)',
  span: (from, to) => (from === to ? from : `${from} bis ${to}`),
  times: (quantity) => `Menge ${quantity}`,
  payWith: 'Bezahlen mit',
  ways: {
    card: 'Karte',
    funds: (amount) => `Guthaben, ${amount}`,
  },
  anInvoice: 'Diese Rechnung',
  fromFunds: 'Ihr Guthaben',
  fromFundsExplain: (amount, merchant) =>
    `${amount} werden von Ihrem Guthaben bei ${merchant} abgezogen. Keine Karte wird belastet.`,
  fundsGone: 'Ihr Guthaben reicht dafür nicht mehr aus. Zahlen Sie mit einer Karte.',
  payableUntil: (moment) => `Sie können hier bis ${moment} zahlen.`,
  back: (merchant) => `Zurück zu ${merchant}`,
  form: 'Kartendaten',
  number: 'Kartennummer',
  expiry: 'Gültig bis',
  expiryHint: 'MM / JJ',
  cvc: 'Prüfziffer',
  cvcHint: '3 oder 4 Ziffern',
  holder: 'Name auf der Karte',
  optional: 'optional',
  save: (merchant) => `Diese Karte für spätere Zahlungen an ${merchant} speichern`,
  saved: (merchant) =>
    `Ihre Karte wird gespeichert, damit ${merchant} sie für spätere Zahlungen belasten kann.`,
  payNow: (amount) => `${amount} zahlen`,
  paying: (amount) => `${amount} werden gezahlt`,
  saveNow: 'Karte speichern',
  saving: 'Karte wird gespeichert',
  offlineHold: 'Sie können zahlen, sobald Sie wieder online sind.',
  errors: {
    numberMissing: 'Geben Sie die Kartennummer ein.',
    numberWrong: 'Prüfen Sie die Kartennummer: Eine Ziffer ist falsch oder fehlt.',
    expiryMissing: 'Geben Sie das Ablaufdatum als Monat und Jahr ein, zum Beispiel 04 / 29.',
    expiryPassed: 'Diese Karte ist abgelaufen. Verwenden Sie eine andere Karte.',
    cvcWrong: 'Geben Sie die 3 oder 4 Ziffern der Prüfziffer ein.',
  },
  declines: {
    card_declined:
      'Ihre Karte wurde abgelehnt. Versuchen Sie eine andere Karte oder fragen Sie Ihre Bank.',
    insufficient_funds: 'Auf Ihrer Karte ist nicht genug Geld. Versuchen Sie eine andere Karte.',
    expired_card: 'Ihre Karte ist abgelaufen. Verwenden Sie eine andere Karte.',
    stolen_card: 'Ihre Karte kann nicht mehr belastet werden. Verwenden Sie eine andere Karte.',
    lost_card: 'Ihre Karte kann nicht mehr belastet werden. Verwenden Sie eine andere Karte.',
    card_closed: 'Ihre Karte kann nicht mehr belastet werden. Verwenden Sie eine andere Karte.',
    authentication_required:
      'Ihre Bank möchte, dass Sie diese Zahlung bestätigen. Zahlen Sie dazu hier.',
    challenge_refused:
      'Die Zahlung wurde bei Ihrer Bank nicht bestätigt. Versuchen Sie es erneut oder verwenden Sie eine andere Karte.',
    challenge_expired:
      'Die Zahlung wurde bei Ihrer Bank nicht rechtzeitig bestätigt. Versuchen Sie es erneut oder verwenden Sie eine andere Karte.',
    payment_not_sent:
      'Die Zahlung konnte nicht an Ihre Bank gesendet werden. Versuchen Sie es erneut.',
  },
  declineUnknown:
    'Die Zahlung ist nicht durchgegangen. Versuchen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  notCharged: 'Ihnen wurde nichts berechnet.',
  notSent: 'Die Verbindung ging verloren, bevor Ihre Zahlung ankam. Ihnen wurde nichts berechnet.',
  cards: {
    title: 'Testkarten',
    note: 'Dazu passen jedes künftige Ablaufdatum und jede Prüfziffer.',
    use: 'Verwenden',
    fillIn: (number, outcome) => `${number} verwenden: ${outcome}`,
    outcomes: {
      succeeds: 'Gelingt',
      challenge: 'Fragt nach 3-D Secure',
      delayed: 'Gelingt nach einigen Sekunden',
      card_declined: 'Abgelehnt',
      insufficient_funds: 'Nicht genug Geld',
      expired_card: 'Karte abgelaufen',
      disputed: 'Gelingt, später angefochten',
      disputed_won: 'Gelingt, angefochten, dann gewonnen',
      disputed_lost: 'Gelingt, angefochten, dann verloren',
      declined_later: 'Gelingt, später abgelehnt',
      insufficient_once: 'Gelingt, dann einmal zu wenig Geld',
      expired_later: 'Gelingt, später abgelaufen',
      stolen_later: 'Gelingt, später gestohlen',
      closed_later: 'Gelingt, später geschlossen',
    },
  },
  challenge: {
    title: 'Bei Ihrer Bank bestätigen',
    explain: (amount, merchant) =>
      `Ihre Bank fragt, ob Sie ${amount} an ${merchant} zahlen möchten.`,
    bank: 'Sandbox-Bank',
    stands: 'Diese Seite steht für die Seite einer echten Bank.',
    accept: 'Zahlung bestätigen',
    refuse: 'Ablehnen',
    sending: 'Ihre Antwort wird gesendet',
  },
  processing: {
    title: 'Ihre Zahlung ist unterwegs',
    body: 'Die Bank arbeitet noch daran. Diese Seite aktualisiert sich selbst; Sie müssen nicht noch einmal zahlen.',
    setupTitle: 'Ihre Karte wird gespeichert',
    setupBody: 'Das dauert einige Sekunden. Diese Seite aktualisiert sich selbst.',
    unsureTitle: 'Ihre Zahlung wird geprüft',
    unsureBody:
      'Die Verbindung ging verloren, während Sie gezahlt haben. Wir stellen fest, ob die Zahlung angekommen ist; zahlen Sie noch nicht noch einmal.',
  },
  done: {
    title: 'Zahlung eingegangen',
    setupTitle: 'Karte gespeichert',
    already: 'Dies ist bereits bezahlt',
    alreadySetup: 'Diese Karte ist bereits gespeichert',
    paidTo: (amount, merchant) => `${amount} an ${merchant} gezahlt.`,
    paidFor: (amount, merchant, invoice) => `${amount} an ${merchant} für ${invoice} gezahlt.`,
    savedFor: (merchant) => `Ihre Karte ist für Zahlungen an ${merchant} gespeichert.`,
    next: {
      subscription: 'Ihr Abonnement ist aktiv. Sie können es ab jetzt nutzen.',
      topup: 'Das Geld ist jetzt auf Ihrem Guthaben.',
      invoice: 'Mehr ist nicht zu tun. Die Rechnung bleibt hier, um sie zu lesen und zu speichern.',
      payment: 'Mehr ist nicht zu tun.',
    },
    reference: 'Zahlungsreferenz',
    close: 'Sie können diese Seite schließen.',
    redirect: (place) => `Sie werden gleich zu ${place} weitergeleitet.`,
    continue: (place) => `Weiter zu ${place}`,
  },
  over: {
    expiredTitle: 'Dieser Zahlungslink ist abgelaufen',
    expired: (merchant) => `Es wurde nichts berechnet. Bitten Sie ${merchant} um einen neuen Link.`,
    cancelledTitle: 'Diese Zahlung wurde abgebrochen',
    cancelled: (merchant) =>
      `Sie ist hier nicht mehr möglich; eine laufende Zahlung erhalten Sie vollständig zurück. Wenn Sie weiterhin zahlen möchten, bitten Sie ${merchant} um einen neuen Link.`,
    settledTitle: 'Hier ist nichts zu zahlen',
    settled: (invoice, merchant) =>
      `${invoice} wurde anders beglichen, oder ${merchant} verlangt nichts mehr dafür. Eine laufende Zahlung erhalten Sie vollständig zurück.`,
    failedTitle: 'Diese Zahlung ist fehlgeschlagen',
    returnedTitle: 'Sie erhalten Ihre Zahlung zurück',
    returned: (amount) =>
      `Als Ihre Zahlung ankam, war dies nicht mehr zu bezahlen. Die ganzen ${amount} gehen zurück auf Ihre Karte.`,
  },
  invalid:
    'Er ist unvollständig, wurde ersetzt oder ist abgelaufen. Öffnen Sie den ganzen Link noch einmal oder bitten Sie um einen neuen. Über diese Seite wurde nichts berechnet.',
}
