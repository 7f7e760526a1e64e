/** What the sandbox provider does with a payment by a test card. */
export type SandboxOutcome =
  /** Succeeds at once. */
  | 'succeeds'
  /** Refused by the card's bank, without a reason. */
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  /**
   * Asks for a 3-D Secure challenge, then succeeds or fails as its holder answers; charged while its
   * holder is away, it fails with `authentication_required`.
   */
  | 'challenge'
  /** Stays in processing for some seconds, then succeeds. */
  | 'delayed'
  /** Succeeds, and is disputed afterwards. */
  | 'disputed'
  /** The same, and the dispute is decided a minute later: for the merchant, or for the payer. */
  | 'disputed_won'
  | 'disputed_lost'
  /** Succeeds on the page; charged later, while its holder is away, it is refused. */
  | 'declined_later'
  /** The same, for want of money, but only the first time. */
  | 'insufficient_once'
  /** The same, for good: expired, stolen, or its account closed. */
  | 'expired_later'
  | 'stolen_later'
  | 'closed_later'

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
  { number: '4000000000002685', outcome: 'disputed_won' },
  { number: '4000000000001976', outcome: 'disputed_lost' },
  { number: '4000000000000341', outcome: 'declined_later' },
  { number: '4000000000009961', outcome: 'insufficient_once' },
  { number: '4000000000009946', outcome: 'expired_later' },
  { number: '4000000000009979', outcome: 'stolen_later' },
  { number: '4000000000009938', outcome: 'closed_later' },
]

/** What it does with a debit: it stays in processing for some seconds, then succeeds or fails. */
export type SandboxIbanOutcome = 'debit_succeeds' | 'debit_fails'

export type SandboxIban = {
  /** Without spaces; passes the check of its digits. */
  readonly iban: string
  readonly outcome: SandboxIbanOutcome
}

/** The bank accounts that the sandbox provider can debit; it declines every other one. */
export const sandboxIbans: readonly SandboxIban[] = [
  { iban: 'DE89370400440532013000', outcome: 'debit_succeeds' },
  { iban: 'DE62370400440532013001', outcome: 'debit_fails' },
]
