/** What the sandbox provider does with a payment by a test card. */
export type SandboxOutcome =
  /** Succeeds at once. */
  | 'succeeds'
  /** Refused by the card's bank, without a reason. */
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  /** Asks for a 3-D Secure challenge, then succeeds or fails as its holder answers. */
  | 'challenge'
  /** Stays in processing for some seconds, then succeeds. */
  | 'delayed'
  /** Succeeds, and is disputed afterwards. */
  | 'disputed'

export type SandboxCard = {
  /** Digits only; passes the Luhn check. Any future expiry and any CVC go with it. */
  readonly number: string
  readonly outcome: SandboxOutcome
}

/** The cards that the sandbox provider knows; it declines every other number. */
export const sandboxCards: readonly SandboxCard[] = [
  { number: '4242424242424242', outcome: 'succeeds' },
  { number: '4000000000003220', outcome: 'challenge' },
  { number: '4000000000000077', outcome: 'delayed' },
  { number: '4000000000000002', outcome: 'card_declined' },
  { number: '4000000000009995', outcome: 'insufficient_funds' },
  { number: '4000000000000069', outcome: 'expired_card' },
  { number: '4000000000000259', outcome: 'disputed' },
]
