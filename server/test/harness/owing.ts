import assert from 'node:assert/strict'
import type { SandboxOutcome } from '@tallystick/contract/sandbox-cards.ts'
import { sql } from 'kysely'
import { asSystem } from './acting.ts'
import { balancesOf } from './books.ts'
import { confirm, pay } from './checkout.ts'
import { tokenOf } from './links.ts'
import { givenPlatformFee } from './metered.ts'
import { call, type Product } from './product.ts'
import { givenShop } from './standard.ts'

type Fields = Readonly<Record<string, unknown>>

type Shop = Awaited<ReturnType<typeof givenShop>>

type Wish = {
  /** Where they bought; a merchant of their own when left out. */
  readonly at?: Shop
  /** The card that the customer has stored; none when left out. */
  readonly card?: SandboxOutcome
  readonly autoCharge?: boolean
  /** How the merchant bills. */
  readonly settings?: Fields
}

/**
 * A customer who owes the invoice of December, issued on 2 January 2027: 49.00 for support and 9.80 of tax. Of the net
 * amount the platform takes 2 % and 0.30, which is 1.28.
 */
export async function givenDebt(of: Product, { at, card, ...wish }: Wish = {}) {
  const shop = at ?? (await givenFeeingShop(of, wish.settings))
  const { key } = shop
  const arrears = { paymentTerm: 'in_arrears', invoiceDisplayName: 'Support' }
  const planId = await shop.plan([await shop.fee('49.00', arrears)], { defaultTaxRate: 20 })
  const { autoCharge = false } = wish
  const startedAt = '2026-12-01T00:00:00Z'
  const subscriber = await shop.subscriber({ planId, at: startedAt, autoCharge })
  const { clockId, customerId, id: subscriptionId } = subscriber
  const debt = {
    ...{ shop, key, customerId, subscriptionId },
    passes: (by: string) => shop.passes(clockId, by),

    /** Stores a card, which becomes the customer's default. */
    async stores(outcome: SandboxOutcome) {
      const params = { id: customerId }
      const { body } = await call(of, 'createCustomerPaymentMethod', { key, params })
      const payer = await tokenOf(of, body.url)
      const { challenge } = (await pay(of, payer, outcome)).body
      if (challenge) await confirm(of, payer, challenge.id)
    },

    async invoice() {
      const [first] = await shop.invoices(subscriptionId)
      return first
    },

    /** The token of somebody who has followed the invoice's link. */
    payer: async () => tokenOf(of, (await debt.invoice()).paymentUrl),

    /** What the merchant does with the invoice. */
    async decides(
      name: string,
      more: { readonly body?: Fields; readonly headers?: Record<string, string> } = {},
    ) {
      return call(of, name, { key, params: { id: (await debt.invoice()).id }, ...more })
    },

    balances: () => balancesOf(of, shop),

    charges: () => chargesAt(of, shop),
  }
  if (card) await debt.stores(card)
  await debt.passes('P1M')
  await debt.passes('P1D')
  return debt
}

async function givenFeeingShop(of: Product, settings: Fields | undefined): Promise<Shop> {
  const shop = await givenShop(of)
  await givenPlatformFee(of, shop, { percent: '2', fixed: { USD: '0.30' } })
  if (!settings) return shop
  const params = { id: shop.organizationId }
  const { status } = await call(of, 'updateBillingSettings', {
    key: shop.key,
    params,
    body: settings,
  })
  assert.equal(status, 200)
  return shop
}

/** What the provider was asked for: when, and what became of it. */
export function chargesAt(of: Product, shop: Shop): Promise<string[]> {
  return asSystem(of, shop, async ({ db }) => {
    const { rows } = await sql<{ at: Temporal.Instant; outcome: string }>`
      select created_at as at, coalesce(failure_code, status) as outcome
      from tally.sandbox_payments where amount > 0
      order by created_at, sandbox_payment_id`.execute(db)
    return rows.map(({ at, outcome }) => `${at.toString()} ${outcome}`)
  })
}
