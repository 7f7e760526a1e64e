import assert from 'node:assert/strict'
import { type SandboxOutcome, sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import { asAdministrator } from './database.ts'
import { tokenOf } from './links.ts'
import { call, type Product } from './product.ts'

/** A test card by what it does. */
export function cardThat(outcome: SandboxOutcome) {
  const card = sandboxCards.find((one) => one.outcome === outcome)
  assert.ok(card, outcome)
  return { number: card.number, expMonth: 12, expYear: 2030, cvc: '123' }
}

export function pay(of: Product, payer: string, outcome: SandboxOutcome) {
  return call(of, 'payCheckout', { key: payer, body: { card: cardThat(outcome) } })
}

/** Follows a checkout address and pays there with a card that succeeds. */
export async function payAt(of: Product, url: string) {
  return pay(of, await tokenOf(of, url), 'succeeds')
}

/** The payer tells the bank that it was them. */
export function confirm(of: Product, payer: string, challengeId: string) {
  return call(of, 'answerChallenge', { key: payer, body: { challengeId, outcome: 'accept' } })
}

/** Webhooks that are on their way never arrive. */
export async function loseWebhooks(of: Product): Promise<void> {
  await asAdministrator(of, (client) =>
    client.query(`delete from tally.due_work where kind like 'sandbox.tell_%'`),
  )
}
