import {
  type SandboxIbanOutcome,
  type SandboxOutcome,
  sandboxCards,
  sandboxIbans,
} from '@tallystick/contract/sandbox-cards.ts'
import type { BankDebit, Card, ProviderMethod, ProviderPayment } from '../provider.ts'

/** What the sandbox knows that it will do with a method. */
export type Outcome =
  | SandboxOutcome
  | SandboxIbanOutcome
  /** A bank account that cannot be debited. */
  | 'debit_declined'
  /** Its customer had it forgotten. */
  | 'removed'

const byNumber = new Map(sandboxCards.map(({ number, outcome }) => [number, outcome]))

/** What the sandbox does with a card: its number decides, unless its time is over. */
export function outcomeOf(card: Card, now: Temporal.Instant): Outcome {
  if (isExpired(card, now)) return 'expired_card'
  return byNumber.get(digitsOf(card)) ?? 'card_declined'
}

function isExpired({ expYear, expMonth }: Expiry, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO('UTC')
  return expYear * 12 + expMonth < today.year * 12 + today.month
}
type Expiry = Pick<Card, 'expYear' | 'expMonth'>

export function digitsOf({ number }: Card): string {
  return number.replaceAll(' ', '')
}

type Ending = { readonly status: 'succeeded' | 'failed'; readonly failureCode?: string }
type Beginning = { readonly status: ProviderPayment['status']; readonly failureCode?: string }

/** How a payment with this outcome begins. */
export const beginnings: Readonly<Record<Outcome, Beginning>> = {
  succeeds: { status: 'succeeded' },
  disputed: { status: 'succeeded' },
  disputed_won: { status: 'succeeded' },
  disputed_lost: { status: 'succeeded' },
  challenge: { status: 'requires_action' },
  delayed: { status: 'processing' },
  card_declined: { status: 'failed', failureCode: 'card_declined' },
  insufficient_funds: { status: 'failed', failureCode: 'insufficient_funds' },
  expired_card: { status: 'failed', failureCode: 'expired_card' },
  declined_later: { status: 'succeeded' },
  insufficient_once: { status: 'succeeded' },
  expired_later: { status: 'succeeded' },
  stolen_later: { status: 'succeeded' },
  closed_later: { status: 'succeeded' },
  debit_succeeds: { status: 'processing' },
  debit_fails: { status: 'processing' },
  debit_declined: { status: 'failed', failureCode: 'bank_account_declined' },
  removed: { status: 'failed', failureCode: 'method_removed' },
}

/** How a payment ends that takes its time, where it does not succeed. */
export const endings: Readonly<Partial<Record<Outcome, Ending>>> = {
  debit_fails: { status: 'failed', failureCode: 'debit_failed' },
}

/** Where a stored card does something else when it is charged while its holder is away. */
const away: Readonly<Partial<Record<Outcome, Beginning>>> = {
  challenge: { status: 'failed', failureCode: 'authentication_required' },
  declined_later: { status: 'failed', failureCode: 'card_declined' },
  expired_later: { status: 'failed', failureCode: 'expired_card' },
  stolen_later: { status: 'failed', failureCode: 'stolen_card' },
  closed_later: { status: 'failed', failureCode: 'card_closed' },
}

export type StoredCard = {
  readonly outcome: Outcome
  readonly method: ProviderMethod
  /** How often it was charged while its holder was away, this time included. */
  readonly charges: number
}

/** How the payment with a stored card begins whose holder sits at the page. */
export function beginningPresent(
  { method, outcome }: StoredCard,
  now: Temporal.Instant,
): Beginning {
  return expires(method) && isExpired(method, now) ? beginnings.expired_card : beginnings[outcome]
}

/** How the charge of a stored card begins. */
export function beginningAway(stored: StoredCard, now: Temporal.Instant): Beginning {
  const { outcome, method, charges } = stored
  if (expires(method) && isExpired(method, now)) return beginnings.expired_card
  if (outcome === 'insufficient_once' && charges === 1) return beginnings.insufficient_funds
  return away[outcome] ?? beginnings[outcome]
}

/** Not every method has an end. */
function expires(method: ProviderMethod): method is ProviderMethod & Expiry {
  return method.expYear !== undefined && method.expMonth !== undefined
}

const byIban = new Map(sandboxIbans.map(({ iban, outcome }) => [iban, outcome]))

/** What the sandbox does with a bank account. */
export function outcomeOfDebit({ iban }: BankDebit): Outcome {
  return byIban.get(plainIban(iban)) ?? 'debit_declined'
}

export function plainIban(iban: string): string {
  return iban.replaceAll(' ', '').toUpperCase()
}

const brands: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|2[2-7])/, 'mastercard'],
  [/^3[47]/, 'amex'],
]

export function brandOf(number: string): string {
  return brands.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown'
}

/** Whether the payer's bank takes a payment with this outcome back. */
export function isDisputed(outcome: string): boolean {
  return outcome === 'disputed' || decisionOf(outcome) !== undefined
}

/** How the dispute about it ends; undefined when nobody ever decides it. */
export function decisionOf(outcome: string): 'won' | 'lost' | undefined {
  if (outcome === 'disputed_won') return 'won'
  return outcome === 'disputed_lost' ? 'lost' : undefined
}
