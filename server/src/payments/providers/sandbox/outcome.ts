import { type SandboxOutcome, sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import type { Card, ProviderMethod, ProviderPayment } from '../provider.ts'

const byNumber = new Map(sandboxCards.map(({ number, outcome }) => [number, outcome]))

/** What the sandbox does with a card: its number decides, unless its time is over. */
export function outcomeOf(card: Card, now: Temporal.Instant): SandboxOutcome {
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

type Beginning = { readonly status: ProviderPayment['status']; readonly failureCode?: string }

/** How a payment with this outcome begins. */
export const beginnings: Readonly<Record<SandboxOutcome, Beginning>> = {
  succeeds: { status: 'succeeded' },
  disputed: { status: 'succeeded' },
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
}

/** Where a stored card does something else when it is charged while its holder is away. */
const away: Readonly<Partial<Record<SandboxOutcome, Beginning>>> = {
  challenge: { status: 'failed', failureCode: 'authentication_required' },
  declined_later: { status: 'failed', failureCode: 'card_declined' },
  expired_later: { status: 'failed', failureCode: 'expired_card' },
  stolen_later: { status: 'failed', failureCode: 'stolen_card' },
  closed_later: { status: 'failed', failureCode: 'card_closed' },
}

export type StoredCard = {
  readonly outcome: SandboxOutcome
  readonly method: ProviderMethod
  /** How often it was charged while its holder was away, this time included. */
  readonly charges: number
}

/** How the charge of a stored card begins. */
export function beginningAway(stored: StoredCard, now: Temporal.Instant): Beginning {
  const { outcome, method, charges } = stored
  if (isExpired(method, now)) return beginnings.expired_card
  if (outcome === 'insufficient_once' && charges === 1) return beginnings.insufficient_funds
  return away[outcome] ?? beginnings[outcome]
}

const brands: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|2[2-7])/, 'mastercard'],
  [/^3[47]/, 'amex'],
]

export function brandOf(number: string): string {
  return brands.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown'
}
