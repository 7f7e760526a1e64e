import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isCurrency } from '../money/money.ts'
import { differenceOf, judge, type Known, providerFeeOf, type Reported } from './judge.ts'

const currency = 'USD'
assert(isCurrency(currency))
const other = 'EUR'
assert(isCurrency(other))

const charge: Reported = { kind: 'charge', amount: 100n, fee: 3n, currency }
const ours: Known = { subjectId: 'att_1', amount: 100n, currency, isBooked: true }
const dispute: Reported = { kind: 'dispute', amount: -100n, fee: 15n, currency }
const chargeback: Known = { ...ours, amount: -100n, fee: 15n }

/** What is reported, what we know, the verdict, the fee to be booked, and what is left between the two. */
const cases: readonly (readonly [string, Reported, Known | undefined, string, bigint, bigint])[] = [
  ['a booked charge', charge, ours, 'matched', 3n, 0n],
  ['a charge that is not booked yet', charge, { ...ours, isBooked: false }, 'unbooked', 3n, 100n],
  ['a charge that we never heard of', charge, undefined, 'missing_here', 3n, 100n],
  ['a charge of another amount', charge, { ...ours, amount: 90n }, 'other_amount', 3n, 10n],
  ['a charge in another currency', charge, { ...ours, currency: other }, 'other_amount', 3n, 0n],
  [
    'a fee of the provider',
    { ...charge, kind: 'fee', amount: -7n, fee: 0n },
    undefined,
    'matched',
    7n,
    0n,
  ],
  [
    'a fee that was given back',
    { ...charge, kind: 'fee', amount: 7n, fee: 0n },
    undefined,
    'matched',
    -7n,
    0n,
  ],
  ['a dispute with its fee', dispute, chargeback, 'matched', 0n, 0n],
  [
    'a dispute whose fee we do not know',
    dispute,
    { ...chargeback, fee: 0n },
    'other_amount',
    0n,
    -15n,
  ],
  ['a dispute that we never heard of', dispute, undefined, 'missing_here', 0n, -115n],
]

for (const [name, reported, known, verdict, fee, difference] of cases) {
  test(`${name} is ${verdict}; ${fee} are booked as a fee, and ${difference} are left between books and report`, () => {
    assert.equal(judge(reported, known), verdict)
    assert.equal(providerFeeOf(reported), fee)
    assert.equal(differenceOf(reported, known), difference)
  })
}

const kinds = [
  'charge',
  'refund',
  'transfer',
  'dispute',
  'dispute_reversal',
  'payout',
  'fee',
] as const

test('whatever is reported, its net amount is what the books hold, its fee, and the difference', () => {
  const amounts = fc.bigInt({ min: -1000n, max: 1000n })
  const reports = fc.record({
    kind: fc.constantFrom(...kinds),
    amount: amounts,
    fee: amounts,
    currency: fc.constant(currency),
  })
  const known = fc.option(
    fc.record({
      subjectId: fc.constant('x'),
      amount: amounts,
      fee: fc.constant(0n),
      currency: fc.constant(currency),
      isBooked: fc.boolean(),
    }),
    { nil: undefined },
  )
  fc.assert(
    fc.property(reports, known, (reported, found) => {
      const booked = found?.isBooked && reported.kind !== 'fee' ? found.amount : 0n
      const net = reported.amount - reported.fee
      assert.equal(net, booked - providerFeeOf(reported) + differenceOf(reported, found))
      if (judge(reported, found) === 'matched') assert.equal(differenceOf(reported, found), 0n)
    }),
  )
})
