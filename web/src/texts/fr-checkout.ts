import type { Texts } from './catalogue.ts'

/** Ce que dit la page de paiement. */
export const frCheckout: Texts['checkout'] = {
  documentTitle: 'Paiement',
  loading: 'Chargement du paiement',
  pay: (merchant) => `Payer ${merchant}`,
  setup: (merchant) => `Enregistrer une carte pour ${merchant}`,
  setupAny: (merchant) => `Enregistrer un moyen de paiement pour ${merchant}`,
  total: 'Total',
  toPay: 'À payer',
  breakdown: 'Ce que vous payez',
  dueOn: (day) => `À payer avant le ${day}`,
  document: 'Lire la facture (PDF)',
  span: (from, to) => (from === to ? from : `du ${from} au ${to}`),
  times: (quantity) => `Quantité ${quantity}`,
  payWith: 'Payer avec',
  ways: {
    card: 'Carte',
    newCard: 'Une autre carte',
    wallet: 'Portefeuille de cet appareil',
    bankDebit: 'Compte bancaire',
    element: 'Carte ou autre moyen',
    newElement: 'Autre moyen',
    funds: (amount) => `Solde, ${amount}`,
  },
  saveWith: 'À enregistrer',
  method: {
    endingIn: (kind, last4) => `${kind} se terminant par ${last4}`,
    kinds: {
      card: 'Carte',
      sepa_debit: 'Compte bancaire',
      wallet: 'Portefeuille',
      other: 'Moyen de paiement',
    },
    expires: (month) => `Expire ${month}`,
    expired: (month) => `Expirée ${month}`,
    isDefault: 'Par défaut',
  },
  withMethod: (amount, method) => `${amount} seront débités : ${method}.`,
  withWallet: (amount, merchant) =>
    `${amount} seront payés à ${merchant} avec le portefeuille de cet appareil.`,
  setupWallet: (merchant) =>
    `Le portefeuille de cet appareil sera enregistré pour vos paiements à ${merchant}.`,
  bank: {
    iban: 'IBAN',
    holder: 'Titulaire du compte',
    mandate: (merchant) =>
      `Vous autorisez ${merchant} à prélever le paiement sur ce compte, et votre banque à l’exécuter. Vous pouvez en demander le remboursement à votre banque pendant huit semaines.`,
    takes: 'Un prélèvement met quelques jours à arriver.',
    errors: {
      iban: 'Vérifiez l’IBAN : un caractère est faux ou manque.',
      holder: 'Saisissez le nom du titulaire du compte.',
    },
  },
  element: {
    loading: 'Chargement du formulaire de paiement',
    failed:
      'Le formulaire de paiement n’a pas pu être chargé. Vérifiez votre connexion et réessayez.',
  },
  anInvoice: 'Cette facture',
  fromFundsExplain: (amount, merchant) =>
    `${amount} seront prélevés sur votre solde chez ${merchant}. Aucune carte ne sera débitée.`,
  fundsGone: 'Votre solde ne suffit plus. Payez par carte.',
  payableUntil: (moment) => `Vous pouvez payer ici jusqu’au ${moment}.`,
  back: (merchant) => `Retour à ${merchant}`,
  number: 'Numéro de carte',
  expiry: 'Date d’expiration',
  expiryHint: 'MM / AA',
  cvc: 'Cryptogramme',
  cvcHint: '3 ou 4 chiffres',
  holder: 'Nom sur la carte',
  optional: 'facultatif',
  save: (merchant) => `Enregistrer cette carte pour vos prochains paiements à ${merchant}`,
  saved: (merchant) =>
    `Votre carte sera enregistrée afin que ${merchant} puisse la débiter pour les prochains paiements.`,
  saveMethod: (merchant) =>
    `Enregistrer ce moyen de paiement pour vos prochains paiements à ${merchant}`,
  savedMethod: (merchant) =>
    `Ce moyen de paiement sera enregistré, afin que ${merchant} puisse le débiter pour les paiements suivants.`,
  saveMethodNow: 'Enregistrer le moyen de paiement',
  savingMethod: 'Enregistrement du moyen de paiement',
  payNow: (amount) => `Payer ${amount}`,
  paying: (amount) => `Paiement de ${amount} en cours`,
  saveNow: 'Enregistrer la carte',
  saving: 'Enregistrement de la carte',
  offlineHold: 'Vous pourrez payer dès que vous serez de nouveau en ligne.',
  errors: {
    numberMissing: 'Saisissez le numéro de la carte.',
    numberWrong: 'Vérifiez le numéro de la carte : un chiffre est faux ou manque.',
    expiryMissing: 'Saisissez le mois et l’année d’expiration, par exemple 04 / 29.',
    expiryPassed: 'Cette carte a expiré. Utilisez une autre carte.',
    cvcWrong: 'Saisissez les 3 ou 4 chiffres du cryptogramme.',
  },
  declines: {
    card_declined:
      'Votre carte a été refusée. Essayez une autre carte ou adressez-vous à votre banque.',
    insufficient_funds: 'Le solde de votre carte est insuffisant. Essayez une autre carte.',
    expired_card: 'Votre carte a expiré. Utilisez une autre carte.',
    stolen_card: 'Votre carte ne peut plus être débitée. Utilisez une autre carte.',
    lost_card: 'Votre carte ne peut plus être débitée. Utilisez une autre carte.',
    card_closed: 'Votre carte ne peut plus être débitée. Utilisez une autre carte.',
    authentication_required:
      'Votre banque vous demande de confirmer ce paiement. Payez ici pour le faire.',
    challenge_refused:
      'Le paiement n’a pas été confirmé auprès de votre banque. Réessayez ou utilisez une autre carte.',
    challenge_expired:
      'Le paiement n’a pas été confirmé à temps auprès de votre banque. Réessayez ou utilisez une autre carte.',
    challenge_abandoned:
      'Vous êtes parti avant de confirmer auprès de votre banque. Choisissez comment payer.',
    debit_failed:
      'Votre banque n’a pas exécuté le prélèvement. Essayez un autre moyen de paiement.',
    bank_account_declined:
      'Ce compte bancaire ne peut pas être débité. Essayez un autre moyen de paiement.',
    method_removed: 'Ce moyen de paiement a été supprimé. Choisissez-en un autre.',
    incorrect_number:
      'Le numéro de carte n’est pas correct. Vérifiez-le ou utilisez une autre carte.',
    incorrect_cvc: 'Le cryptogramme n’est pas correct. Vérifiez-le et réessayez.',
    processing_error: 'Votre carte n’a pas pu être traitée. Réessayez dans un instant.',
    amount_unsupported:
      'Ce montant ne peut pas être payé ainsi. Essayez un autre moyen de paiement.',
    payment_refused: 'Le paiement a été refusé. Essayez un autre moyen de paiement.',
    payment_not_sent: 'Le paiement n’a pas pu être transmis à votre banque. Réessayez.',
  },
  refused: 'L’envoi n’a pas abouti. Vérifiez votre saisie ou essayez un autre moyen de paiement.',
  declineUnknown:
    'Le paiement n’a pas abouti. Essayez une autre carte ou adressez-vous à votre banque.',
  notCharged: 'Vous n’avez pas été débité.',
  notSent:
    'La connexion a été perdue avant l’arrivée de votre paiement. Vous n’avez pas été débité.',
  accounts: {
    title: 'Comptes de test',
    note: 'N’importe quel nom convient.',
    outcomes: {
      debit_succeeds: 'Réussit après quelques secondes',
      debit_fails: 'Échoue après quelques secondes',
    },
  },
  cards: {
    title: 'Cartes de test',
    note: 'N’importe quelle date d’expiration future et n’importe quel cryptogramme conviennent.',
    use: 'Utiliser',
    fillIn: (number, outcome) => `Utiliser ${number} : ${outcome}`,
    outcomes: {
      succeeds: 'Réussit',
      challenge: 'Demande 3-D Secure',
      delayed: 'Réussit après quelques secondes',
      card_declined: 'Refusée',
      insufficient_funds: 'Solde insuffisant',
      expired_card: 'Carte expirée',
      disputed: 'Réussit, contestée plus tard',
      disputed_won: 'Réussit, contestée, puis gagnée',
      disputed_lost: 'Réussit, contestée, puis perdue',
      declined_later: 'Réussit, refusée plus tard',
      insufficient_once: 'Réussit, puis une fois solde insuffisant',
      expired_later: 'Réussit, expirée plus tard',
      stolen_later: 'Réussit, volée plus tard',
      closed_later: 'Réussit, fermée plus tard',
    },
  },
  challenge: {
    title: 'Confirmez auprès de votre banque',
    explain: (amount, merchant) =>
      `Votre banque vous demande si vous voulez payer ${amount} à ${merchant}.`,
    bank: 'Banque du bac à sable',
    stands: 'Cette page remplace celle d’une vraie banque.',
    accept: 'Confirmer le paiement',
    refuse: 'Refuser',
    setupExplain: (merchant) =>
      `Votre banque vous demande si ${merchant} peut débiter ce moyen de paiement.`,
    otherwise: 'Payer autrement',
    setupOtherwise: 'Choisir autre chose',
    window: {
      opening: 'Votre banque vous interroge dans une fenêtre à part.',
      waiting: 'En attente de votre réponse dans l’autre fenêtre.',
      show: 'Afficher la fenêtre',
      blocked: 'Votre navigateur a retenu la fenêtre.',
      blockedHelp: 'Ouvrez-la vous-même avec le bouton ci-dessous.',
      open: 'Ouvrir la fenêtre de votre banque',
      closed: 'La fenêtre a été fermée avant votre réponse.',
      closedHelp:
        'Rien n’est encore payé. Ouvrez de nouveau la fenêtre pour confirmer, ou payez autrement.',
      again: 'Ouvrir de nouveau la fenêtre',
      done: 'Vous avez répondu',
      over: 'Cette fenêtre n’est plus utile',
      close: 'Vous pouvez fermer cette fenêtre. La page de paiement continue toute seule.',
      closeNow: 'Fermer la fenêtre',
    },
    sending: 'Envoi de votre réponse',
  },
  processing: {
    title: 'Votre paiement est en cours',
    body: 'La banque le traite encore. Cette page se met à jour toute seule ; vous n’avez pas à payer de nouveau.',
    leave: (merchant) =>
      `Vous pouvez fermer cette page : le paiement continue sans elle et ${merchant} en connaîtra l’issue. Ouvrez le même lien pour voir où il en est.`,
    setupTitle: 'Enregistrement de votre carte',
    setupBody: 'Cela prend quelques secondes. Cette page se met à jour toute seule.',
    unsureTitle: 'Vérification de votre paiement',
    unsureBody:
      'La connexion a été perdue pendant le paiement. Nous vérifions s’il est arrivé ; ne payez pas de nouveau pour l’instant.',
  },
  done: {
    title: 'Paiement reçu',
    setupTitle: 'Carte enregistrée',
    already: 'C’est déjà payé',
    alreadySetup: 'Cette carte est déjà enregistrée',
    paidTo: (amount, merchant) => `${amount} payés à ${merchant}.`,
    paidFor: (amount, merchant, invoice) => `${amount} payés à ${merchant} pour ${invoice}.`,
    savedFor: (merchant) => `Votre carte est enregistrée pour vos paiements à ${merchant}.`,
    next: {
      subscription: 'Votre abonnement est actif. Vous pouvez l’utiliser dès maintenant.',
      topup: 'Le montant est maintenant sur votre solde.',
      invoice: 'Vous n’avez plus rien à faire. La facture reste ici pour être lue et enregistrée.',
      payment: 'Vous n’avez plus rien à faire.',
    },
    receipt: 'Reçu',
    amount: 'Montant',
    to: 'Payé à',
    what: 'Pour',
    number: 'Document',
    at: 'Payé le',
    method: 'Payé avec',
    fromBalance: 'Votre solde',
    reference: 'Référence du paiement',
    close: 'Vous pouvez fermer cette page.',
    redirect: (place) => `Vous allez être redirigé vers ${place}.`,
    continue: (place) => `Continuer vers ${place}`,
  },
  over: {
    expiredTitle: 'Ce lien de paiement a expiré',
    expired: (merchant) => `Rien n’a été débité. Demandez un nouveau lien à ${merchant}.`,
    cancelledTitle: 'Ce paiement a été annulé',
    cancelled: (merchant) =>
      `Il n’est plus possible ici ; un paiement en cours vous sera rendu en entier. Si vous voulez toujours payer, demandez un nouveau lien à ${merchant}.`,
    settledTitle: 'Il n’y a rien à payer ici',
    settled: (invoice, merchant) =>
      `${invoice} : le règlement a été fait autrement, ou ${merchant} ne le demande plus. Un paiement en cours vous sera rendu en entier.`,
    failedTitle: 'Ce paiement a échoué',
    returnedTitle: 'Votre paiement vous est rendu',
    returned: (amount) =>
      `Il n’y avait plus rien à payer quand votre paiement est arrivé. La totalité, ${amount}, retourne sur votre carte.`,
  },
  invalid:
    'Il est incomplet, a été remplacé ou a expiré. Ouvrez de nouveau le lien entier, ou demandez-en un autre. Rien n’a été débité par cette page.',
}
