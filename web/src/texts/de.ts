import type { Texts } from './catalogue.ts'
import { deCheckout } from './de-checkout.ts'
import { deClaim } from './de-claim.ts'
import { dePortal } from './de-portal.ts'

/** Was die Seiten für Kunden sagen, auf Deutsch. */
export const de: Texts = {
  common: {
    sandbox: 'Sandbox',
    sandboxNote: 'Sandbox: Hier fließt kein echtes Geld.',
    retry: 'Erneut versuchen',
    support: 'Hilfe erhalten',
    poweredBy: 'Abrechnung mit Tallystick',
    skip: 'Zum Inhalt springen',
    offlineBanner:
      'Sie sind offline. Diese Seite macht weiter, sobald die Verbindung wieder da ist.',
    pager: {
      newer: 'Neuere',
      older: 'Ältere',
      shownOf: (first, last, total) => `${first} bis ${last} von ${total}`,
    },
  },
  trouble: {
    linkTitle: 'Dieser Link funktioniert nicht',
    expiredTitle: 'Dieser Link ist abgelaufen',
    expired:
      'Er ist abgelaufen oder wurde zurückgezogen. Bitten Sie das Unternehmen, das ihn geschickt hat, um einen neuen.',
    sessionTitle: 'Ihre Sitzung ist beendet',
    session: 'Öffnen Sie Ihren Link noch einmal, um fortzufahren.',
    unreachableTitle: 'Keine Verbindung',
    unreachable:
      'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    busyTitle: 'Zu viele Anfragen',
    busy: 'Warten Sie einen Moment und versuchen Sie es dann erneut.',
    brokenTitle: 'Diese Seite kann gerade nicht angezeigt werden',
    broken:
      'Der Server hat einen Fehler. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  },
  checkout: deCheckout,
  portal: dePortal,
  claim: deClaim,
}
