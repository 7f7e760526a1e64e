import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Currency, isCurrency } from '../money/money.ts'
import {
  type AccountKind,
  type AccountRef,
  accountKey,
  entry,
  fold,
  hasFloor,
  match,
  type Posting,
  reverse,
  type Share,
} from './entry.ts'

function currency(code: string): Currency {
  assert(isCurrency(code))
  return code
}

const account = (kind: AccountKind, subject = '', code = 'USD'): AccountRef => ({
  kind,
  subject,
  currency: currency(code),
})
const funds = account('funds', 'cus_1')
const balance = account('merchant_balance')

const anyAccount = fc
  .record({
    kind: fc.constantFrom<AccountKind[]>('funds', 'receivable', 'merchant_balance', 'tax_payable'),
    subject: fc.constantFrom('', 'cus_1', 'cus_2'),
    currency: fc.constantFrom(currency('USD'), currency('JPY')),
  })
  .map((ref): AccountRef => ref)
const posting = fc
  .record({
    debit: anyAccount,
    credit: anyAccount,
    nanos: fc.bigInt({ min: 0n, max: 10n ** 20n }),
  })
  .map(
    (moved): Posting => ({ ...moved, credit: { ...moved.credit, currency: moved.debit.currency } }),
  )
  .filter(({ debit, credit }) => accountKey(debit) !== accountKey(credit))
const postings = fc.array(posting, { minLength: 1, maxLength: 12 })

const shares = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 8 })
  .map((amounts) =>
    amounts.map((nanos, position): Share => ({ account: account('funds', `${position}`), nanos })),
  )

test('all balances together are always zero, in each currency', () => {
  fc.assert(
    fc.property(postings, (moved) => {
      const booked = entry('topup.paid', 'top_1', moved)
      const books = fold(booked ? [booked] : [])
      for (const code of ['USD', 'JPY']) {
        const own = [...books].filter(([key]) => key.endsWith(code)).map(([, nanos]) => nanos)
        assert.equal(
          own.reduce((left, right) => left + right, 0n),
          0n,
        )
      }
    }),
  )
})

test('an entry and its reverse leave every account where it was', () => {
  fc.assert(
    fc.property(postings, (moved) => {
      const booked = entry('hold.placed', 'ent_1', moved)
      fc.pre(booked !== undefined)
      const undone = reverse(booked, 'hold.released')
      assert.equal(undone.fact, 'hold.released')
      assert.equal(undone.subject, 'ent_1')
      for (const [key, nanos] of fold([booked, undone])) assert.equal(nanos, 0n, key)
    }),
  )
})

test('a balance is credits minus debits, so money that is owed to someone is positive', () => {
  const paid = entry('topup.paid', 'top_1', [
    { debit: account('provider_clearing', 'sandbox:main'), credit: funds, nanos: 5n },
  ])
  assert(paid)
  assert.deepEqual(
    [...fold([paid, paid])],
    [
      ['provider_clearing/sandbox:main/USD', -10n],
      ['funds/cus_1/USD', 10n],
    ],
  )
})

test('amounts of zero book nothing', () => {
  const nothing = { debit: funds, credit: balance, nanos: 0n }
  assert.equal(entry('usage.charged', 'b1', []), undefined)
  assert.equal(entry('usage.charged', 'b1', [nothing]), undefined)
  const something = { ...nothing, nanos: 1n }
  assert.deepEqual(entry('usage.charged', 'b1', [nothing, something])?.postings, [something])
})

test('a movement is positive, between two accounts, and in one currency', () => {
  const book = (moved: Posting) => () => entry('usage.charged', 'b1', [moved])
  assert.throws(book({ debit: funds, credit: balance, nanos: -1n }), /negative amount/)
  assert.throws(book({ debit: funds, credit: { ...funds }, nanos: 1n }), /where it came from/)
  const yen = account('merchant_balance', '', 'JPY')
  assert.throws(book({ debit: funds, credit: yen, nanos: 1n }), /crosses currencies/)
})

test('only what belongs to a consumer has a floor', () => {
  assert.ok(hasFloor('funds') && hasFloor('holds'))
  assert.ok(!hasFloor('merchant_balance') && !hasFloor('receivable'))
})

test('matching gives each account its share, in no more postings than there are accounts', () => {
  fc.assert(
    fc.property(shares, (debits) => {
      const sum = debits.reduce((total, { nanos }) => total + nanos, 0n)
      const parts = [sum / 3n, sum / 5n, sum - sum / 3n - sum / 5n]
      const kinds = ['tax_payable', 'platform_fees', 'merchant_balance'] as const
      const credits = kinds.map((kind, rank) => ({
        account: account(kind),
        nanos: parts[rank] ?? 0n,
      }))
      const moved = match(debits, credits)
      assert.ok(moved.length <= debits.length + credits.length)
      assert.ok(moved.every(({ nanos }) => nanos > 0n))

      const books = fold([{ fact: 'usage.charged', subject: 'b1', postings: moved }])
      for (const { account: ref, nanos } of debits) {
        assert.equal(books.get(accountKey(ref)) ?? 0n, -nanos)
      }
      for (const { account: ref, nanos } of credits) {
        assert.equal(books.get(accountKey(ref)) ?? 0n, nanos)
      }
    }),
  )
})

test('debits and credits that differ cannot be matched', () => {
  const five = [{ account: funds, nanos: 5n }]
  const four = [{ account: balance, nanos: 4n }]
  assert.throws(() => match(five, four), /add up to the same/)
  assert.throws(() => match(four, five), /add up to the same/)
  assert.throws(() => match([{ account: funds, nanos: -1n }], []), /not negative/)
  assert.throws(() => match([], [{ account: funds, nanos: -1n }]), /add up to the same/)
})
