import type { Texts } from './catalogue.ts'

export const deClaim: Texts['claim'] = {
  documentTitle: 'Ihr Konto',
  loading: 'Ihr Konto wird geladen',
  invalid:
    'Prüfen Sie die Adresse oder bitten Sie um einen neuen Link. Ein Link gilt einmal, einen Tag lang.',
  title: (merchant) => `Ihr Konto bei ${merchant} übernehmen`,
  lead: (customer) =>
    `Ihnen gehört dann das Konto von ${customer}. Guthaben, Abonnements und Rechnungen bleiben, wie sie sind.`,
  proved: 'Ihre Adresse',
  newTitle: 'Passwort wählen',
  signInTitle: 'Anmelden',
  signInNote:
    'Mit dieser Adresse meldet sich schon jemand an. Melden Sie sich an, dann kommt das Konto dazu.',
  firstName: 'Vorname',
  lastName: 'Nachname',
  optional: 'freiwillig',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  passwordHint: 'mindestens zwölf Zeichen',
  emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  passwordShort: 'Verwenden Sie mindestens zwölf Zeichen.',
  wrong: 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
  taken: 'Diese Adresse hat schon ein Passwort. Melden Sie sich damit an.',
  refused: 'Das hat nicht geklappt. Prüfen Sie Ihre Eingaben und versuchen Sie es erneut.',
  accept: 'Konto übernehmen',
  signInInstead: 'Ich melde mich hier schon an',
  newInstead: 'Ich bin neu hier',
  doneTitle: 'Das Konto gehört Ihnen',
  done: (email) => `Ab jetzt melden Sie sich als ${email} an.`,
}
