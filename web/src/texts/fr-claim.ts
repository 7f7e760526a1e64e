import type { Texts } from './catalogue.ts'

export const frClaim: Texts['claim'] = {
  documentTitle: 'Votre compte',
  loading: 'Chargement de votre compte',
  invalid:
    'Vérifiez l’adresse ou demandez un nouveau lien. Un lien fonctionne une seule fois, pendant un jour.',
  title: (merchant) => `Reprendre votre compte chez ${merchant}`,
  lead: (customer) =>
    `Vous devenez propriétaire du compte de ${customer}. Son solde, ses abonnements et ses factures restent inchangés.`,
  proved: 'Votre adresse',
  newTitle: 'Choisir un mot de passe',
  signInTitle: 'Se connecter',
  signInNote:
    'Quelqu’un se connecte déjà avec cette adresse. Connectez-vous, et le compte sera ajouté.',
  firstName: 'Prénom',
  lastName: 'Nom',
  optional: 'facultatif',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  passwordHint: 'au moins douze caractères',
  emailMissing: 'Saisissez votre adresse e-mail.',
  passwordMissing: 'Saisissez votre mot de passe.',
  passwordShort: 'Utilisez au moins douze caractères.',
  wrong: 'L’adresse e-mail ou le mot de passe est incorrect.',
  taken: 'Cette adresse a déjà un mot de passe. Connectez-vous avec celui-ci.',
  refused: 'Cela n’a pas fonctionné. Vérifiez votre saisie et réessayez.',
  accept: 'Reprendre le compte',
  signInInstead: 'J’ai déjà un accès ici',
  newInstead: 'Je suis nouveau ici',
  doneTitle: 'Le compte est à vous',
  done: (email) => `Désormais, vous vous connectez avec ${email}.`,
}
