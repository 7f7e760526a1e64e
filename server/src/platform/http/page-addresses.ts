export const pageNames = ['start', 'checkout', 'challenge', 'portal', 'outbox', 'claim'] as const
export type PageName = (typeof pageNames)[number]

export type PageAddress = {
  readonly path: `/${string}`
  /** Why everybody may have the document. */
  readonly reason: string
  /** Whether origins that its merchant lists may frame it. */
  readonly framed: boolean
  /**
   * Its policy on openers. A page that opens windows keeps them by `same-origin-allow-popups`: who pays may have to answer
   * their bank in one, and the page watches whether it is closed. A window that is watched is `unsafe-none`: the policy of
   * whoever opened it is that of the page on top, which in a frame is not ours, and any other would part them.
   */
  readonly openers: 'same-origin' | 'same-origin-allow-popups' | 'unsafe-none'
}

const secretInFragment = 'The document is the same for all; the secret is in the fragment.'

export const pageAddresses: Readonly<Record<PageName, PageAddress>> = {
  start: {
    path: '/',
    reason: 'The start page names no one.',
    framed: false,
    openers: 'same-origin',
  },
  outbox: {
    path: '/outbox',
    reason: 'The document is the same for all; what it shows takes a key.',
    framed: false,
    openers: 'same-origin',
  },
  claim: {
    path: '/claim/:id',
    reason: secretInFragment,
    framed: false,
    openers: 'same-origin',
  },
  checkout: {
    path: '/checkout/:id',
    reason: secretInFragment,
    framed: true,
    openers: 'same-origin-allow-popups',
  },
  challenge: {
    path: '/challenge/:id',
    reason: secretInFragment,
    framed: false,
    openers: 'unsafe-none',
  },
  portal: {
    path: '/p/:id',
    reason: secretInFragment,
    framed: true,
    openers: 'same-origin-allow-popups',
  },
}
