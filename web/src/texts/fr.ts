import type { Texts } from './catalogue.ts'
import { frCheckout } from './fr-checkout.ts'
import { frClaim } from './fr-claim.ts'
import { frPortal } from './fr-portal.ts'

/** Ce que disent les pages destinées aux clients, en français. */
export const fr: Texts = {
  common: {
    sandbox: 'Bac à sable',
    sandboxNote: 'Bac à sable : aucun argent réel ne circule ici.',
    retry: 'Réessayer',
    support: 'Obtenir de l’aide',
    poweredBy: 'Facturation par Tallystick',
    skip: 'Aller au contenu',
    offlineBanner: 'Vous êtes hors ligne. Cette page reprendra dès le retour de la connexion.',
    pager: {
      newer: 'Plus récents',
      older: 'Plus anciens',
      shownOf: (first, last, total) => `${first} à ${last} sur ${total}`,
    },
  },
  trouble: {
    linkTitle: 'Ce lien ne fonctionne pas',
    expiredTitle: 'Ce lien a expiré',
    expired:
      'Il a expiré ou a été retiré. Demandez-en un nouveau à l’entreprise qui vous l’a envoyé.',
    sessionTitle: 'Votre session est terminée',
    session: 'Ouvrez de nouveau votre lien pour continuer.',
    unreachableTitle: 'Pas de connexion',
    unreachable: 'Le serveur est injoignable. Vérifiez votre connexion, puis réessayez.',
    busyTitle: 'Trop de demandes',
    busy: 'Patientez un instant, puis réessayez.',
    brokenTitle: 'Cette page ne peut pas être affichée pour le moment',
    broken: 'Le serveur a rencontré une erreur. Rien n’a été modifié. Réessayez dans un instant.',
  },
  checkout: frCheckout,
  portal: frPortal,
  claim: frClaim,
}
