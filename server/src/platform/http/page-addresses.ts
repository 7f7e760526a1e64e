export const pageNames = ['start', 'checkout', 'portal', 'outbox'] as const
export type PageName = (typeof pageNames)[number]

export type PageAddress = {
  readonly path: `/${string}`
  /** Why everybody may have the document. */
  readonly reason: string
  /**
   * Its policy on openers, by which it keeps windows that it opened: who pays may have to answer their bank in one, and
   * the page watches whether that is closed. A window that is watched names no policy: any other than that of the page
   * that opened it would part them, and in a frame that page has none.
   */
  readonly openers: 'same-origin' | 'same-origin-allow-popups' | 'unsafe-none'
}

const secretInFragment = 'The document is the same for all; the secret is in the fragment.'

export const pageAddresses: Readonly<Record<PageName, PageAddress>> = {
  start: { path: '/', reason: 'The start page names no one.', openers: 'same-origin' },
  outbox: {
    path: '/outbox',
    reason: 'The document is the same for all; what it shows takes a key.',
    openers: 'same-origin',
  },
  checkout: {
    path: '/checkout/:id',
    reason: secretInFragment,
    openers: 'same-origin-allow-popups',
  },
  portal: { path: '/p/:id', reason: secretInFragment, openers: 'same-origin-allow-popups' },
}
