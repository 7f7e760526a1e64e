/** What travels beside the bodies. Names are as the documents spell them; HTTP ignores their case. */
export const headers = {
  /** Names the organization to act for, where a session or a key does not say it by itself. */
  organization: 'Tally-Organization',
  /** Proves that a change was asked for by our own page; only with a session cookie. */
  csrfToken: 'Tally-Csrf-Token',
  /** Makes a second attempt of the same POST harmless. */
  idempotencyKey: 'Idempotency-Key',
} as const

/** The cookie of a user who is signed in. The prefix binds it to this host and to https. */
export const sessionCookie = '__Host-tally_session'
