import { type SandboxOutcome, sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import type { Card, ProviderPayment } from '../provider.ts'

const byNumber = new Map(sandboxCards.map(({ number, outcome }) => [number, outcome]))

/** What the sandbox does with a card: its number decides, unless its time is over. */
export function outcomeOf(card: Card, now: Temporal.Instant): SandboxOutcome {
  const today = now.toZonedDateTimeISO('UTC')
  const over = card.expYear * 12 + card.expMonth < today.year * 12 + today.month
  if (over) return 'expired_card'
  return byNumber.get(digitsOf(card)) ?? 'card_declined'
}

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
}

const brands: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|2[2-7])/, 'mastercard'],
  [/^3[47]/, 'amex'],
]

export function brandOf(number: string): string {
  return brands.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown'
}
