/**
 * What the form of Stripe takes on a page: its script, the frames in which cards are typed and banks ask, and its API. It
 * may not be copied: it changes with what banks demand.
 */
export const stripePageSources = {
  scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connections: ['https://api.stripe.com'],
  payments: ['https://js.stripe.com'],
} as const
