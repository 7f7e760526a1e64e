import { enCheckout } from './en-checkout.ts'
import { enClaim } from './en-claim.ts'
import { enPortal } from './en-portal.ts'

/** What pages for customers say, in English. Another language is another file of this shape. */
export const en = {
  common: {
    sandbox: 'Sandbox',
    sandboxNote: 'Sandbox: no real money moves here.',
    retry: 'Try again',
    support: 'Get help',
    poweredBy: 'Billing by Tallystick',
    skip: 'Skip to content',
    offlineBanner: 'You are offline. This page continues when the connection is back.',
    pager: {
      newer: 'Newer',
      older: 'Older',
      shownOf: (first: string, last: string, total: string) => `${first} to ${last} of ${total}`,
    },
  },
  trouble: {
    linkTitle: 'This link does not work',
    expiredTitle: 'This link has expired',
    expired: 'It has run out or was withdrawn. Ask the company that sent it for a new one.',
    sessionTitle: 'Your session has ended',
    session: 'Open your link once more to continue.',
    unreachableTitle: 'No connection',
    unreachable: 'We cannot reach the server. Check your connection and try again.',
    busyTitle: 'Too many requests',
    busy: 'Wait a moment, then try again.',
    brokenTitle: 'This page cannot be shown now',
    broken: 'The server has a fault. Nothing was changed. Try again in a moment.',
  },
  checkout: enCheckout,
  portal: enPortal,
  claim: enClaim,
} as const
