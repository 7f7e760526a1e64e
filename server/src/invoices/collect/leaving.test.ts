import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pay } from '../../../test/harness/checkout.ts'
import { rejectRefund } from '../../../test/harness/invoice-stories.ts'
import { givenDebt } from '../../../test/harness/owing.ts'
import { call, product } from '../../../test/harness/product.ts'

const it = product()

type Debt = Awaited<ReturnType<typeof givenDebt>>

/** A customer whose subscription has ended; its last invoice says 15.81 and tax for the half month. */
async function givenLeaver() {
  const debt = await givenDebt(it)
  const { key, subscriptionId } = debt
  const body = { reason: 'Moved away' }
  const ended = await call(it, 'terminateSubscription', {
    key,
    params: { id: subscriptionId },
    body,
  })
  assert.equal(ended.status, 200, JSON.stringify(ended.body))
  return debt
}

const leave = ({ key, customerId }: Debt) =>
  call(it, 'deleteCustomer', { key, params: { id: customerId } })

test('a customer who owes an invoice, or is still to get one, cannot be deleted', async () => {
  const debt = await givenLeaver()
  const [owed, last] = await debt.shop.invoices(debt.subscriptionId)
  const refused = await leave(debt)
  assert.deepEqual([refused.status, refused.body.code], [409, 'CUSTOMER_IN_USE'])
  const items = [
    { id: owed.id, status: 'ISSUED' },
    { id: last.id, status: 'CLOSING' },
  ]
  assert.deepEqual(refused.body.details.blockers, [{ type: 'invoices', count: 2, items }])

  await debt.passes('P1D')
  assert.equal((await pay(it, await debt.payer(), 'succeeds')).body.status, 'completed')
  const [, issued] = (await leave(debt)).body.details.blockers[0].items
  assert.equal(issued, undefined, 'what is paid is not in the way')
  await call(it, 'writeOffInvoice', { key: debt.key, params: { id: last.id } })
  const left = await leave(debt)
  assert.ok(left.status < 300, JSON.stringify(left.body))
})

test('a customer to whom money is on its way can be deleted when it has arrived', async () => {
  const debt = await givenLeaver()
  await debt.passes('P1D')
  const [, last] = await debt.shop.invoices(debt.subscriptionId)
  await call(it, 'writeOffInvoice', { key: debt.key, params: { id: last.id } })
  await pay(it, await debt.payer(), 'succeeds')
  await debt.decides('createInvoiceRefund')
  const refused = await leave(debt)
  assert.deepEqual([refused.status, refused.body.code], [409, 'CUSTOMER_HAS_FUNDS'])
  await debt.passes('PT2M')
  assert.ok((await leave(debt)).status < 300)
})

test('a customer to whom money could not be sent back has it, and is not deleted', async () => {
  const debt = await givenLeaver()
  await debt.passes('P1D')
  const [, last] = await debt.shop.invoices(debt.subscriptionId)
  await call(it, 'writeOffInvoice', { key: debt.key, params: { id: last.id } })
  await pay(it, await debt.payer(), 'succeeds')
  await debt.decides('createInvoiceRefund')
  await rejectRefund(it, debt)
  const refused = await leave(debt)
  assert.deepEqual(refused.body.details.funds, [{ currency: 'USD', amount: '58.80' }])
})
