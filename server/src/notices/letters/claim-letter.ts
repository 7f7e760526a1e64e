import type { Letter } from './letter.ts'

export type ClaimFacts = {
  readonly merchant: string
  readonly customer: string
  readonly url: string
  readonly until: string
}

export function accountClaim({ merchant, customer, url, until }: ClaimFacts): Letter {
  return {
    subject: `Take over your account at ${merchant}`,
    preview: `The link works once, until ${until}`,
    heading: 'Take over your account',
    paragraphs: [
      `Hello ${customer},`,
      `With this link you become the owner of your account at ${merchant}: you sign in with your own password, and keep your balance, your subscriptions and your invoices. It works once, until ${until}.`,
      'If you have not asked for it, there is nothing for you to do.',
    ],
    facts: [],
    button: { label: 'Take over the account', url },
    links: [],
    footer: `Somebody at ${merchant}, or somebody who sees your account there, has asked for this message.`,
  }
}
