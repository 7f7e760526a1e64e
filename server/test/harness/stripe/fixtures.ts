import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Stripe from 'stripe'

/*
 * One example object of each resource, as Stripe publishes them beside its API description (MIT). Whatever the stand-in
 * answers or tells is a copy of one of them with other values: their names and shapes are Stripe's, not ours.
 */
const all = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures.json'), 'utf8'))

type Fixtures = {
  readonly account: Stripe.Account
  readonly balance_transaction: Stripe.BalanceTransaction
  readonly charge: Stripe.Charge
  readonly customer: Stripe.Customer
  readonly dispute: Stripe.Dispute
  readonly event: Stripe.Event
  readonly payment_intent: Stripe.PaymentIntent
  readonly payment_method: Stripe.PaymentMethod
  readonly payout: Stripe.Payout
  readonly refund: Stripe.Refund
  readonly setup_intent: Stripe.SetupIntent
  readonly transfer: Stripe.Transfer
  readonly transfer_reversal: Stripe.TransferReversal
}

/** A copy with other values. A field that Stripe’s own example does not have is a mistake. */
export function made<Kind extends keyof Fixtures>(
  kind: Kind,
  values: Partial<Fixtures[Kind]>,
): Fixtures[Kind] {
  const example = structuredClone(all[kind])
  for (const name of Object.keys(values)) {
    if (!(name in example)) throw new Error(`Stripe’s ${kind} has no field ${name}.`)
  }
  return { ...example, ...values }
}
