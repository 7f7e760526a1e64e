import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDoctor } from '../src/doctor/run.ts'
import { foldDeltas } from '../src/ledger/fold.ts'
import { systemIn, transact } from '../src/platform/workspace.ts'
import { edgeOf } from '../src/wiring.ts'
import { pay, payAt } from './harness/checkout.ts'
import { pass, runDueWork } from './harness/due.ts'
import { tokenOf } from './harness/links.ts'
import { call, product } from './harness/product.ts'
import { givenSeller, type Seller, subscribe } from './harness/subscribed.ts'

const it = product()

type Buyer = { readonly customerId: string; readonly seller: Seller }

async function givenBuyer(seller: Seller): Promise<Buyer> {
  const { body } = await subscribe(it, seller, { prefundAmount: '5' })
  assert.equal((await payAt(it, body.payment.checkoutUrl)).status, 200)
  return { customerId: body.customerId, seller }
}

const usd = (amount: string) => ({ amount, currency: 'USD' })

function batch({ customerId, seller }: Buyer, name: string) {
  const events = Array.from({ length: 5 }, (_, line) => ({
    customerId,
    merchantId: seller.organizationId,
    idempotencyKey: `${name} ${line}`,
    timestamp: it.clock.now.toString(),
    properties: [{ billableMetricId: seller.billableMetricId, quantity: 7 + line }],
  }))
  return { key: seller.key, body: { events } }
}

async function topUp({ customerId, seller: { key } }: Buyer): Promise<string> {
  const params = { id: customerId }
  const { body } = await call(it, 'createTopup', { key, params, body: usd('3.00') })
  return tokenOf(it, body.paymentUrl)
}

test('charges, top-ups, returns, refunds and folding at once lose no cent and never wait for ever', async () => {
  const second = await edgeOf(it.installation)
  const seller = await givenSeller(it)
  const { key, organizationId } = seller
  const [ann, bob] = [await givenBuyer(seller), await givenBuyer(seller)]
  const payers = [await topUp(ann), await topUp(bob), await topUp(ann)]
  const first = await call(it, 'batchCreateUsageEvents', batch(ann, 'first'))
  const charged = first.body.successful.map(({ id }: { id: string }) => id)

  const mixed = Array.from({ length: 8 }, (_, round) => {
    const [one, other] = round % 2 === 0 ? [ann, bob] : [bob, ann]
    const [left, right] = [batch(one, `${round} a`), batch(other, `${round} b`)]
    const events = [...left.body.events, ...right.body.events]
    const at = round % 2 === 0 ? it : { ...it, http: second }
    const params = { id: one.customerId }
    return [
      call(at, 'batchCreateUsageEvents', { key, body: { events } }),
      call(at, 'createFundsReturn', { key, params, body: usd('0.50') }),
      call(at, 'refundUsageEvent', {
        key,
        params: { id: charged[round % 5] },
        body: { refunded: true },
      }),
      ...payers.slice(round, round + 1).map((payer) => pay(at, payer, 'succeeds')),
    ]
  })
  const folding = Array.from({ length: 8 }, () =>
    transact(it.installation.workspace, systemIn(organizationId, 'tests'), (ctx) =>
      foldDeltas(ctx, 3),
    ),
  )
  const replies = await Promise.all(mixed.flat())
  await Promise.all(folding)
  await second.close()
  const odd = replies.filter(({ status }) => ![200, 201, 207, 400].includes(status))
  assert.deepEqual(odd, [])

  await runDueWork(it)
  await pass(it, { minutes: 1 })
  const { checks } = await runDoctor(it.installation)
  assert.deepEqual(
    checks.filter(({ ok }) => !ok).map(({ name }) => name),
    [],
  )
})
