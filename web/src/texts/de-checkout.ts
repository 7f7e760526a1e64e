import type { Texts } from './catalogue.ts'

/** Was die Bezahlseite sagt. */
export const deCheckout: Texts['checkout'] = {
  documentTitle: 'Bezahlen',
  loading: 'Zahlung wird geladen',
  pay: (merchant) => `An ${merchant} zahlen`,
  setup: (merchant) => `Karte für ${merchant} speichern`,
  setupAny: (merchant) => `Zahlungsmethode für ${merchant} speichern`,
  total: 'Gesamt',
  toPay: 'Zu zahlen',
  breakdown: 'Wofür Sie zahlen',
  dueOn: (day) => `Fällig am ${day}`,
  document: 'Rechnung lesen (PDF)',
  span: (from, to) => (from === to ? from : `${from} bis ${to}`),
  times: (quantity) => `Menge ${quantity}`,
  payWith: 'Bezahlen mit',
  saveWith: 'Was gespeichert wird',
  ways: {
    card: 'Karte',
    newCard: 'Andere Karte',
    wallet: 'Wallet dieses Geräts',
    bankDebit: 'Bankkonto',
    element: 'Karte oder anderer Weg',
    newElement: 'Anderer Weg',
    funds: (amount) => `Guthaben, ${amount}`,
  },
  method: {
    endingIn: (kind, last4) => `${kind} mit den Endziffern ${last4}`,
    kinds: {
      card: 'Karte',
      sepa_debit: 'Bankkonto',
      wallet: 'Wallet',
      other: 'Zahlungsmethode',
    },
    expires: (month) => `Gültig bis ${month}`,
    expired: (month) => `Abgelaufen ${month}`,
    isDefault: 'Standard',
  },
  withMethod: (amount, method) => `${amount} werden abgebucht: ${method}.`,
  withWallet: (amount, merchant) =>
    `${amount} werden mit der Wallet dieses Geräts an ${merchant} gezahlt.`,
  setupWallet: (merchant) =>
    `Die Wallet dieses Geräts wird für Zahlungen an ${merchant} gespeichert.`,
  bank: {
    iban: 'IBAN',
    holder: 'Kontoinhaber',
    mandate: (merchant) =>
      `Sie ermächtigen ${merchant}, die Zahlung per Lastschrift von diesem Konto einzuziehen, und Ihre Bank, sie auszuführen. Sie können den Betrag innerhalb von acht Wochen von Ihrer Bank zurückverlangen.`,
    takes: 'Eine Lastschrift braucht einige Tage, bis sie ankommt.',
    errors: {
      iban: 'Prüfen Sie die IBAN: Ein Zeichen ist falsch oder fehlt.',
      holder: 'Geben Sie den Namen des Kontoinhabers ein.',
    },
  },
  element: {
    loading: 'Zahlungsformular wird geladen',
    failed:
      'Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  },
  anInvoice: 'Diese Rechnung',
  fromFundsExplain: (amount, merchant) =>
    `${amount} werden von Ihrem Guthaben bei ${merchant} abgezogen. Keine Karte wird belastet.`,
  fundsGone: 'Ihr Guthaben reicht dafür nicht mehr aus. Zahlen Sie mit einer Karte.',
  payableUntil: (moment) => `Sie können hier bis ${moment} zahlen.`,
  back: (merchant) => `Zurück zu ${merchant}`,
  number: 'Kartennummer',
  expiry: 'Gültig bis',
  expiryHint: 'MM / JJ',
  cvc: 'Prüfziffer',
  cvcHint: '3 oder 4 Ziffern',
  holder: 'Name auf der Karte',
  optional: 'optional',
  save: (merchant) => `Diese Karte für spätere Zahlungen an ${merchant} speichern`,
  saveMethod: (merchant) => `Diese Zahlungsmethode für spätere Zahlungen an ${merchant} speichern`,
  savedMethod: (merchant) =>
    `Diese Zahlungsmethode wird gespeichert, damit ${merchant} sie für spätere Zahlungen belasten kann.`,
  saved: (merchant) =>
    `Ihre Karte wird gespeichert, damit ${merchant} sie für spätere Zahlungen belasten kann.`,
  payNow: (amount) => `${amount} zahlen`,
  paying: (amount) => `${amount} werden gezahlt`,
  saveNow: 'Karte speichern',
  saving: 'Karte wird gespeichert',
  saveMethodNow: 'Zahlungsmethode speichern',
  savingMethod: 'Zahlungsmethode wird gespeichert',
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
    challenge_abandoned:
      'Sie haben abgebrochen, bevor Sie bei Ihrer Bank bestätigt haben. Wählen Sie, wie Sie zahlen.',
    debit_failed:
      'Ihre Bank hat die Lastschrift nicht ausgeführt. Versuchen Sie einen anderen Zahlungsweg.',
    bank_account_declined:
      'Dieses Bankkonto kann nicht belastet werden. Versuchen Sie einen anderen Zahlungsweg.',
    method_removed: 'Diese Zahlungsmethode wurde entfernt. Wählen Sie eine andere.',
    incorrect_number:
      'Die Kartennummer stimmt nicht. Prüfen Sie sie oder verwenden Sie eine andere Karte.',
    incorrect_cvc: 'Die Prüfziffer stimmt nicht. Prüfen Sie sie und versuchen Sie es erneut.',
    processing_error:
      'Ihre Karte konnte nicht verarbeitet werden. Versuchen Sie es gleich noch einmal.',
    amount_unsupported:
      'Dieser Betrag kann so nicht gezahlt werden. Versuchen Sie einen anderen Zahlungsweg.',
    payment_refused: 'Die Zahlung wurde abgelehnt. Versuchen Sie einen anderen Zahlungsweg.',
    payment_not_sent:
      'Die Zahlung konnte nicht an Ihre Bank gesendet werden. Versuchen Sie es erneut.',
  },
  refused:
    'Das konnte nicht gesendet werden. Prüfen Sie Ihre Eingaben oder versuchen Sie einen anderen Zahlungsweg.',
  declineUnknown:
    'Die Zahlung ist nicht durchgegangen. Versuchen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  notCharged: 'Ihnen wurde nichts berechnet.',
  notSent: 'Die Verbindung ging verloren, bevor Ihre Zahlung ankam. Ihnen wurde nichts berechnet.',
  accounts: {
    title: 'Testkonten',
    note: 'Dazu passt jeder Name.',
    outcomes: {
      debit_succeeds: 'Gelingt nach einigen Sekunden',
      debit_fails: 'Scheitert nach einigen Sekunden',
    },
  },
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
    setupExplain: (merchant) =>
      `Ihre Bank fragt, ob ${merchant} diese Zahlungsmethode belasten darf.`,
    otherwise: 'Anders bezahlen',
    setupOtherwise: 'Etwas anderes wählen',
    window: {
      opening: 'Ihre Bank fragt in einem eigenen Fenster.',
      waiting: 'Wir warten auf Ihre Antwort in dem anderen Fenster.',
      show: 'Fenster zeigen',
      blocked: 'Ihr Browser hat das Fenster zurückgehalten.',
      blockedHelp: 'Öffnen Sie es selbst mit der Schaltfläche darunter.',
      open: 'Fenster Ihrer Bank öffnen',
      closed: 'Das Fenster wurde geschlossen, bevor Sie geantwortet haben.',
      closedHelp:
        'Noch ist nichts gezahlt. Öffnen Sie das Fenster noch einmal, um zu bestätigen, oder bezahlen Sie anders.',
      again: 'Fenster noch einmal öffnen',
      done: 'Sie haben geantwortet',
      over: 'Dieses Fenster wird nicht mehr gebraucht',
      close: 'Sie können dieses Fenster schließen. Die Bezahlseite macht von selbst weiter.',
      closeNow: 'Fenster schließen',
    },
    sending: 'Ihre Antwort wird gesendet',
  },
  processing: {
    title: 'Ihre Zahlung ist unterwegs',
    body: 'Die Bank arbeitet noch daran. Diese Seite aktualisiert sich selbst; Sie müssen nicht noch einmal zahlen.',
    leave: (merchant) =>
      `Sie können diese Seite schließen: Die Zahlung läuft auch ohne sie weiter, und ${merchant} erfährt, wie sie ausgeht. Öffnen Sie denselben Link, um zu sehen, wie es steht.`,
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
    receipt: 'Beleg',
    amount: 'Betrag',
    to: 'Gezahlt an',
    what: 'Für',
    number: 'Dokument',
    at: 'Gezahlt am',
    method: 'Gezahlt mit',
    fromBalance: 'Ihr Guthaben',
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
