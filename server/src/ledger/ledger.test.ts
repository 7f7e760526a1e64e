import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ofCustomer, single } from '@tallystick/core/ledger/accounts.ts'
import { entry } from '@tallystick/core/ledger/entry.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { asSystem } from '../../test/harness/acting.ts'
import { fundsIn } from '../../test/harness/books.ts'
import { call, givenMerchant, type Party, product } from '../../test/harness/product.ts'
import { refuse } from '../platform/http/refuse.ts'
import { foldAllBooks } from './fold.ts'
import { post } from './post.ts'

const it = product({ madeUpRows: true })
const usd = 'USD' as Currency

function paidIn(subject: string, customerId: string, nanos: bigint) {
  const debit = single('unapplied_payments', usd)
  return entry('topup.paid', subject, [
    { debit, credit: ofCustomer('funds', customerId, usd), nanos },
  ])
}

function spent(subject: string, customerId: string, nanos: bigint) {
  const credit = single('merchant_balance', usd)
  return entry('usage.charged', subject, [
    { debit: ofCustomer('funds', customerId, usd), credit, nanos },
  ])
}

function book(party: Party, what: ReturnType<typeof entry>) {
  return asSystem(it, party, (ctx) => post(ctx, what))
}

test('what is paid in can be spent, down to nothing and no further', async () => {
  const merchant = await givenMerchant(it)
  assert.equal(await fundsIn(it, merchant, 'cus_1'), 0n)
  await book(merchant, paidIn('top_1', 'cus_1', 5n))
  await book(merchant, spent('ety_1', 'cus_1', 5n))
  assert.equal(await fundsIn(it, merchant, 'cus_1'), 0n)
  const refused = await book(merchant, spent('ety_2', 'cus_1', 1n)).catch(refuse)
  assert.equal(Object(refused).body.code, 'INSUFFICIENT_FUNDS')
  assert.equal(await fundsIn(it, merchant, 'cus_1'), 0n)
})

test('a fact is booked once, whoever tells it again', async () => {
  const merchant = await givenMerchant(it)
  await book(merchant, paidIn('top_1', 'cus_1', 5n))
  const again = await book(merchant, paidIn('top_1', 'cus_1', 5n)).catch(refuse)
  assert.equal(Object(again).body.code, 'CONFLICT')
  assert.equal(await fundsIn(it, merchant, 'cus_1'), 5n)
})

test('nothing is booked where nothing moves', async () => {
  const merchant = await givenMerchant(it)
  assert.equal(await book(merchant, paidIn('top_1', 'cus_1', 0n)), undefined)
})

test('many that open the same accounts at once all succeed', async () => {
  const merchant = await givenMerchant(it)
  const subjects = Array.from({ length: 20 }, (_, at) => `top_${at}`)
  await Promise.all(subjects.map((subject) => book(merchant, paidIn(subject, 'cus_1', 1n))))
  assert.equal(await fundsIn(it, merchant, 'cus_1'), 20n)
})

test('balances are the same before, during and after folding', async () => {
  const merchant = await givenMerchant(it)
  await book(merchant, paidIn('top_1', 'cus_1', 5_000_000_000n))
  await book(merchant, spent('ety_1', 'cus_1', 2_000_000_000n))
  const balances = async (query = {}) => {
    const { body } = await call(it, 'listAccounts', { key: merchant.key, query })
    return body.data.map(({ kind, balance }: Record<string, string>) => [kind, balance])
  }
  const before = await balances()
  await book(merchant, spent('ety_2', 'cus_1', 1_000_000_000n))
  await Promise.all([foldAllBooks(it.installation.workspace), balances()])
  assert.deepEqual(before, [
    ['merchant_balance', '2.00'],
    ['unapplied_payments', '-5.00'],
  ])
  assert.deepEqual(await balances(), [
    ['merchant_balance', '3.00'],
    ['unapplied_payments', '-5.00'],
  ])
  assert.deepEqual(await balances({ customerId: 'cus_1' }), [['funds', '2.00']])
})

test('an account shows what moved on it, newest first, and to nobody else', async () => {
  const merchant = await givenMerchant(it)
  await book(merchant, paidIn('top_1', 'cus_1', 5_000_000_000n))
  await book(merchant, spent('ety_1', 'cus_1', 2_000_000_000n))
  const listed = await call(it, 'listAccounts', {
    key: merchant.key,
    query: { customerId: 'cus_1' },
  })
  const [{ id }] = listed.body.data
  const { body } = await call(it, 'listPostings', { key: merchant.key, params: { id } })
  assert.deepEqual(
    body.data.map(({ fact, amount }: Record<string, string>) => [fact, amount]),
    [
      ['usage.charged', '-2.00'],
      ['topup.paid', '5.00'],
    ],
  )
  assert.equal(body.pagination.total, 2)
  const other = await givenMerchant(it)
  assert.equal((await call(it, 'listPostings', { key: other.key, params: { id } })).status, 404)
})
