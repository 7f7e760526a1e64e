import type { Texts } from './catalogue.ts'
import { frPortalAccount } from './fr-portal-account.ts'
import { frPortalMoney } from './fr-portal-money.ts'

/** Ce que dit le portail. */
export const frPortal: Texts['portal'] = {
  ...frPortalMoney,
  ...frPortalAccount,
  documentTitle: 'Votre abonnement',
  loading: 'Chargement de votre abonnement',
  invalid:
    'Il est incomplet, a été retiré ou a expiré. Ouvrez de nouveau le lien entier, ou demandez-en un nouveau à l’entreprise auprès de laquelle vous avez acheté.',
  navigation: 'Rubriques',
  sections: {
    overview: 'Aperçu',
    usage: 'Utilisation',
    invoices: 'Factures',
    payments: 'Paiements',
    account: 'Compte',
  },
  period: (from, to) => `Période en cours : du ${from} au ${to}.`,
  since: (day) => `Depuis le ${day}.`,
  ends: (day) => `Il se termine le ${day}.`,
  ended: (day) => `Il s’est terminé le ${day}.`,
  zone: (zone) => `Les heures sont celles de ${zone}.`,
  attention: {
    overdue: (number, amount, day) => `La facture ${number} de ${amount} était à payer le ${day}.`,
    owed: (number, amount, day) =>
      day === undefined
        ? `La facture ${number} de ${amount} est à payer.`
        : `La facture ${number} de ${amount} est à payer d’ici le ${day}.`,
    expired: (method) =>
      `${method} a expiré. Ajoutez un autre moyen de paiement pour que vos paiements n’échouent pas.`,
  },
  continue: 'Continuer',
  figures: 'En bref',
  balance: 'Solde',
  minimum: (amount) => `${amount} nécessaires à chaque renouvellement`,
  charged: 'Débité pendant cette période',
  tax: (amount) => `dont ${amount} de taxe`,
  noTax: 'sans taxe',
  events: 'Événements d’utilisation de cette période',
  statuses: {
    active: 'Actif',
    pending_payment: 'En attente de paiement',
    terminated: 'Terminé',
  },
  next: {
    tax: 'Taxe',
    figure: 'Prochaine facture',
    on: (day) => `le ${day}, à ce jour`,
    title: 'Prochaine facture, jusqu’ici',
    explain: (day) =>
      `Ce que dirait la facture du ${day} si la période se terminait maintenant. L’utilisation à venir s’y ajoutera.`,
    total: 'Total',
  },
  updated: (time) => `Mis à jour à ${time}.`,
  refresh: 'Actualiser',
  usage: {
    title: 'Utilisation',
    range: 'Durée',
    ranges: { day: '24 heures', week: '7 jours', month: '30 jours', period: 'Période' },
    window: 'Par',
    windows: { HOUR: 'Heure', DAY: 'Jour' },
    hoursTooMany: 'Les heures sont affichées pour 7 jours au plus.',
    view: 'Afficher en',
    views: { chart: 'Graphique', table: 'Tableau' },
    loading: 'Chargement de l’utilisation',
    zones: (zone) => `Les jours sont comptés en UTC, les heures sont celles de ${zone}.`,
    compare: {
      day: 'Comparer aux 24 heures précédentes',
      week: 'Comparer aux 7 jours précédents',
      month: 'Comparer aux 30 jours précédents',
      period: 'Comparer à la période précédente',
    },
    comparedWith: {
      day: 'Les contours montrent les 24 heures précédentes.',
      week: 'Les contours montrent les 7 jours précédents.',
      month: 'Les contours montrent les 30 jours précédents.',
      period: 'Les contours montrent la même durée de la période précédente.',
    },
    before: (quantity, amount) => `Avant : ${quantity}, ${amount}.`,
    beforeQuantity: (quantity) => `Avant : ${quantity}.`,
    change: (percent) => `Évolution : ${percent}.`,
    was: (quantity) => `avant : ${quantity}`,
    groupBy: 'Détailler par',
    noGroups: 'Aucun détail',
    groupTable: {
      label: (metric, dimension) => `${metric} par ${dimension}`,
      none: 'Sans valeur',
    },
    empty: 'Aucune utilisation pendant cette durée',
    emptyNotes: {
      active: 'L’utilisation apparaît ici quelques secondes après avoir été signalée.',
      pending_payment: 'L’utilisation pourra commencer dès l’arrivée du premier paiement.',
      terminated: 'Votre abonnement est terminé.',
    },
    failed: 'L’utilisation n’a pas pu être chargée.',
    columns: { start: 'Début', quantity: 'Quantité', before: 'Avant', amount: 'Montant' },
    chartLabel: (metric, size) =>
      `${metric} par ${size}. Les flèches du clavier donnent les valeurs une à une.`,
    tableLabel: (metric, size) => `${metric} par ${size}`,
    sizes: { HOUR: 'heure', DAY: 'jour' },
    peak: (when) => `Maximum : ${when}`,
    idle: {
      HOUR: 'Les heures sans utilisation ne figurent pas.',
      DAY: 'Les jours sans utilisation ne figurent pas.',
    },
  },
  plan: {
    title: 'Formule',
    prices: 'Prix',
    columns: { name: 'Pour', price: 'Prix', term: 'À payer' },
    terms: {
      instant: 'à l’utilisation',
      in_advance: 'd’avance',
      in_arrears: 'à la fin de la période',
    },
    per: (amount, unit) => `${amount} par ${unit}`,
    package: (price, size) => `${price} par tranche entamée de ${size}`,
    afterFree: (price, units) => `${price}, après ${units} gratuits`,
    upTo: (amount, quantity) => `jusqu’à ${quantity} : ${amount}`,
    beyond: (amount) => `au-delà : ${amount}`,
    withFee: (price, fee) => `${price} et ${fee} une fois`,
    tiers: {
      graduated: (tiers) => `chaque tranche à son prix : ${tiers}`,
      tiered_volume: (tiers) => `le tout au prix de la quantité totale : ${tiers}`,
    },
    between: (least, most) => `de ${least} à ${most}`,
    byVolume: (range) => `${range}, selon la quantité`,
    share: (percent, least, most) => `${percent} du montant, au moins ${least}, au plus ${most}`,
  },
}
