import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { asSystem } from '../../../test/harness/acting.ts'
import { balancesOf } from '../../../test/harness/books.ts'
import { pay } from '../../../test/harness/checkout.ts'
import { givenCustomer } from '../../../test/harness/customers.ts'
import { tokenOf } from '../../../test/harness/links.ts'
import { call, givenMerchant, product } from '../../../test/harness/product.ts'
import type { ProviderEvent } from '../providers/provider.ts'
import { receiveEvent } from '../webhooks/receive-event.ts'

// The news are made up: the sandbox knows nothing of them.
const it = product({ madeUpRows: true })

async function givenTopup(outcome: Parameters<typeof pay>[2]) {
  const merchant = await givenMerchant(it)
  const { key } = merchant
  const params = { id: await givenCustomer(it, merchant) }
  const body = { amount: '10.00', currency: 'USD' }
  const topup = await call(it, 'createTopup', { key, params, body })
  await pay(it, await tokenOf(it, topup.body.paymentUrl), outcome)
  return { merchant }
}

/** What the provider tells of one disputed payment of a merchant of its own; the order is whatever order it comes in. */
async function givenNews(outcome: 'won' | 'lost') {
  const { merchant } = await givenTopup('succeeds')
  const { rows } = await asSystem(it, merchant, ({ db }) =>
    sql<{ key: string }>`select idempotency_key as key from tally.payment_attempts`.execute(db),
  )
  const dispute = {
    reference: 'dp_1',
    paymentKey: rows[0]?.key ?? '',
    amount: '10.00',
    fee: '15.00',
    currency: 'USD',
  }
  const news: readonly ProviderEvent[] = [
    { id: 'evt_1', kind: 'dispute.opened', dispute },
    { id: 'evt_2', kind: 'dispute.opened', dispute },
    { id: 'evt_3', kind: 'dispute.closed', dispute: { ...dispute, outcome, feeReturned: '15.00' } },
  ]
  const hear = (event: ProviderEvent) =>
    asSystem(it, merchant, (ctx) =>
      receiveEvent(ctx, {}, { provider: 'sandbox', account: '', event }),
    )
  return { merchant, news, hear }
}

test('in whatever order and however often a dispute is told, it is opened and decided once', async () => {
  const orders = fc.shuffledSubarray([0, 1, 2, 0, 1, 2], { minLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      orders,
      fc.constantFrom('won' as const, 'lost' as const),
      async (order, outcome) => {
        const { merchant, news, hear } = await givenNews(outcome)
        for (const at of order) {
          const event = news[at]
          assert(event)
          await hear(event)
        }
        const expected =
          outcome === 'won'
            ? { funds: '10', provider_clearing: '-10' }
            : { merchant_balance: '-15', provider_clearing: '15' }
        assert.deepEqual(await balancesOf(it, merchant), expected)
      },
    ),
    { numRuns: 12 },
  )
})
