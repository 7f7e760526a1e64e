import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Biller,
  givenBilled,
  givenBilledPlan,
  givenBiller,
  invoicesOf,
  linesOn,
  use,
} from '../../test/harness/billed.ts'
import { pass } from '../../test/harness/due.ts'
import { call, product } from '../../test/harness/product.ts'

let biller: Biller
const it = product({
  arrange: async (of) => {
    biller = await givenBiller(of)
  },
})

test('a period is billed when its grace is over: what was used in it, and the fee of the next one', async () => {
  const planId = await givenBilledPlan(it, biller, {
    wanted: [{ unit: '0.25' }, { fee: '49.00' }],
  })
  const billed = await givenBilled(it, biller, { planId })
  await use(it, billed, { n: 10 })
  await pass(it, { hours: 24 * 29 })
  await use(it, billed, { n: '2.5' })

  const [zero, first] = await invoicesOf(it, billed)
  assert.equal(zero.status, 'PAID')
  assert.equal(zero.grandTotal, '49.00')
  assert.equal(zero.paidAmount, '49.00')
  assert.equal(first.status, 'ACTIVE')
  assert.equal(first.subtotal, '52.13')
  assert.equal(first.invoiceNumber, null)
  assert.equal(await linesOn(it, billed, first.id), 'Tokens 12.5 3.13, Base fee 1 49.00')

  await pass(it, { hours: 24 * 2 })
  const [, issued, second] = await invoicesOf(it, billed)
  assert.equal(issued.id, first.id)
  assert.equal(issued.status, 'ISSUED')
  assert.match(issued.invoiceNumber, /^INV-2026-12-\d{3}$/)
  assert.equal(issued.grandTotal, '52.13')
  assert.equal(issued.unpaidAmount, '52.13')
  assert.equal(issued.dueAt, '2026-12-22T00:00:00Z')
  assert.deepEqual(
    issued.metadata.history.map(({ status }: { status: string }) => status),
    ['ACTIVE', 'CLOSING', 'CLOSED', 'CALCULATING', 'ISSUED'],
  )
  assert.equal(second.status, 'ACTIVE')
  assert.equal(await linesOn(it, billed, issued.id), 'Tokens 12.5 3.13, Base fee 1 49.00')

  const params = { id: issued.id }
  const { body } = await call(it, 'explainInvoice', { key: billed.key, params })
  assert.equal(body.recomputed, true, JSON.stringify(body))
})
