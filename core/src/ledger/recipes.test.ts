import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Decimal, decimal } from '../money/decimal.ts'
import { type Currency, isCurrency } from '../money/money.ts'
import { chargeUsage } from '../usage/charge.ts'
import { type AccountKind, type Entry, fold, hasFloor } from './entry.ts'
import { platformFee, refundedFee } from './fees.ts'
import * as invoices from './invoice-recipes.ts'
import * as payments from './payment-recipes.ts'
import * as settlement from './settlement-recipes.ts'
import * as usage from './usage-recipes.ts'

function usd(): Currency {
  const code = 'USD'
  assert(isCurrency(code))
  return code
}

const currency = usd()
const provider = { provider: 'sandbox', account: 'main' }
const customerId = 'cus_1'
const clearing = 'provider_clearing/sandbox:main/USD'

const nanos = fc.bigInt({ min: 1n, max: 10n ** 18n })
const facts = fc
  .record({ merchantShare: nanos, tax: nanos, fee: nanos, extra: nanos })
  .map((amounts) => ({ ...amounts, total: amounts.merchantShare + amounts.tax + amounts.fee }))
type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never

const about = { id: 'x_1', customerId, currency, provider }
const split = ({ merchantShare, tax, fee }: Facts) => ({ merchantShare, tax, fee })
const invoice = ({ merchantShare, tax, fee }: Facts) => ({
  ...about,
  net: merchantShare + fee,
  tax,
  fee,
})
const moved = ({ extra }: Facts) => ({ ...about, nanos: extra })
const batch = (amounts: Facts) => ({
  ...about,
  ...split(amounts),
  debits: new Map([
    [customerId, amounts.total - amounts.tax],
    ['cus_2', amounts.tax],
  ]),
})
const chargeback = ({ merchantShare, tax, fee }: Facts) => ({
  ...about,
  fromFunds: merchantShare,
  fromMerchant: tax,
  fee,
})
const claim = ({ extra }: Facts) => ({
  ...about,
  fromCustomerId: customerId,
  toCustomerId: 'cus_2',
  nanos: extra,
})

const transfer = ({ extra }: Facts) => ({
  id: 'x_1',
  currency,
  from: provider,
  to: { provider: 'sandbox', account: 'own' },
  nanos: extra,
})

type Recipe = (amounts: Facts) => Entry | undefined
type Pair = readonly [name: string, recipe: Recipe, reverse: Recipe]

const sources = [provider, 'funds', 'out_of_band'] as const

/** What happens, and what undoes it. */
const pairs: readonly Pair[] = [
  ['top-up', (a) => payments.topupPaid(moved(a)), (a) => payments.topupReversed(moved(a))],
  [
    'usage',
    (a) => usage.usageCharged({ ...batch(a), debits: new Map([[customerId, a.total]]) }),
    (a) => usage.usageRefunded({ ...about, ...split(a) }),
  ],
  [
    'disputed usage',
    (a) => usage.usageCharged({ ...batch(a), debits: new Map([[customerId, a.total]]) }),
    (a) => usage.disputeAccepted({ ...about, ...split(a) }),
  ],
  ['hold', (a) => usage.holdPlaced(moved(a)), (a) => usage.holdReleased(moved(a))],
  [
    'use of a hold',
    (a) => usage.holdUsed({ ...about, ...split(a), fromHold: a.tax }),
    (a) => usage.holdUseReversed({ ...about, ...split(a), fromHold: a.tax }),
  ],
  [
    'one-off payment',
    (a) => payments.paymentPaid({ ...about, ...split(a) }),
    (a) => payments.paymentRefunded({ ...about, ...split(a) }),
  ],
  [
    'duplicate payment',
    (a) => payments.paymentDuplicated(moved(a)),
    (a) => payments.paymentReturned(moved(a)),
  ],
  [
    'issued invoice',
    (a) => invoices.invoiceIssued(invoice(a)),
    (a) => invoices.invoiceCancelled(invoice(a)),
  ],
  ...sources.flatMap((source): Pair[] => [
    [
      `invoice paid from ${typeof source === 'string' ? source : 'a provider'}`,
      (a) => invoices.invoicePaid({ ...invoice(a), source }),
      (a) => invoices.invoicePaymentReversed({ ...invoice(a), source }),
    ],
    [
      `credit note paid from ${typeof source === 'string' ? source : 'a provider'}`,
      (a) => invoices.invoiceCredited({ ...invoice(a), source }),
      (a) => invoices.invoiceCreditVoided({ ...invoice(a), source }),
    ],
  ]),
  [
    'write-off',
    (a) => invoices.invoiceWrittenOff(invoice(a)),
    (a) => invoices.invoiceWriteOffReversed(invoice(a)),
  ],
  [
    'return of funds',
    (a) => payments.fundsReturned(moved(a)),
    (a) => payments.fundsReturnFailed(moved(a)),
  ],
  ['claim', (a) => payments.fundsClaimed(claim(a)), (a) => payments.fundsClaimReversed(claim(a))],
  [
    'provider fee',
    (a) => settlement.providerFeeTaken(moved(a)),
    (a) => settlement.providerFeeGivenBack(moved(a)),
  ],
  [
    'chargeback',
    (a) => settlement.chargebackOpened(chargeback(a)),
    (a) => settlement.chargebackWon(chargeback(a)),
  ],
  [
    'lost chargeback',
    (a) => settlement.chargebackLost(chargeback(a)),
    (a) => settlement.chargebackLossReversed(chargeback(a)),
  ],
  [
    'sweep in the merchant’s book',
    (a) => settlement.platformFeeSwept(moved(a))?.merchant,
    (a) => settlement.platformFeeSweepReversed(moved(a))?.merchant,
  ],
  [
    'sweep in the platform’s book',
    (a) => settlement.platformFeeSwept(moved(a))?.platform,
    (a) => settlement.platformFeeSweepReversed(moved(a))?.platform,
  ],
  ['payout', (a) => settlement.payoutStarted(moved(a)), (a) => settlement.payoutFailed(moved(a))],
  [
    'payout that has arrived',
    (a) => settlement.payoutSettled(moved(a)),
    (a) => settlement.payoutSettlementReversed(moved(a)),
  ],
  [
    'transfer to a merchant’s account',
    (a) => settlement.providerTransferred(transfer(a)),
    (a) => settlement.providerTransferReversed(transfer(a)),
  ],
]

for (const [name, recipe, reverse] of pairs) {
  test(`${name}: the entry balances, and its reverse leaves nothing behind`, () => {
    fc.assert(
      fc.property(facts, (amounts) => {
        const [done, undone] = [recipe(amounts), reverse(amounts)]
        assert(done && undone)
        assert.notEqual(done.fact, undone.fact)
        assert.equal(done.subject, undone.subject)
        assert.equal(
          [...fold([done]).values()].reduce((left, right) => left + right, 0n),
          0n,
        )
        for (const [account, balance] of fold([done, undone])) assert.equal(balance, 0n, account)
      }),
    )
  })
}

const given: Facts = { merchantShare: 80n, tax: 15n, fee: 5n, extra: 40n, total: 100n }

/** Each scenario with 80 for the merchant, 15 tax and 5 fee, or 40 where nothing is split; then its effect. */
const scenarios: readonly (readonly [string, readonly (Entry | undefined)[], string])[] = [
  ['a top-up is paid', [payments.topupPaid(moved(given))], 'clearing -40, funds 40'],
  [
    'a batch of usage of two customers is charged',
    [usage.usageCharged(batch(given))],
    'funds -100, merchant_balance 80, tax_payable 15, platform_fees 5',
  ],
  ['a hold is placed', [usage.holdPlaced(moved(given))], 'funds -40, holds 40'],
  [
    'usage is paid from a hold of 30, the rest from funds',
    [usage.holdUsed({ ...about, ...split(given), fromHold: 30n })],
    'holds -30, merchant_balance 80, funds -70, tax_payable 15, platform_fees 5',
  ],
  [
    'a one-off payment is paid',
    [payments.paymentPaid({ ...about, ...split(given) })],
    'clearing -100, merchant_balance 80, tax_payable 15, platform_fees 5',
  ],
  [
    'an invoice is issued',
    [invoices.invoiceIssued(invoice(given))],
    'receivable -100, merchant_pending 100',
  ],
  [
    'an invoice is issued and paid from a provider',
    [
      invoices.invoiceIssued(invoice(given)),
      invoices.invoicePaid({ ...invoice(given), source: provider }),
    ],
    'clearing -100, merchant_balance 80, tax_payable 15, platform_fees 5',
  ],
  [
    'an invoice is issued and paid from funds',
    [
      invoices.invoiceIssued(invoice(given)),
      invoices.invoicePaid({ ...invoice(given), source: 'funds' }),
    ],
    'funds -100, merchant_balance 80, tax_payable 15, platform_fees 5',
  ],
  [
    'an invoice is issued and paid out of band',
    [
      invoices.invoiceIssued(invoice(given)),
      invoices.invoicePaid({ ...invoice(given), source: 'out_of_band' }),
    ],
    'merchant_balance -5, platform_fees 5',
  ],
  [
    'an invoice is issued and written off',
    [invoices.invoiceIssued(invoice(given)), invoices.invoiceWrittenOff(invoice(given))],
    '',
  ],
  [
    'a paid invoice is credited and the provider confirms',
    [
      invoices.invoiceCredited({ ...invoice(given), source: provider }),
      payments.refundSettled({ ...about, nanos: 100n }),
    ],
    'merchant_balance -80, tax_payable -15, platform_fees -5, clearing 100',
  ],
  [
    'a refund of a paid invoice arrives, and the payer’s bank sends it back',
    [
      invoices.invoiceCredited({ ...invoice(given), source: provider }),
      payments.refundSettled({ ...about, nanos: 100n }),
      payments.refundBounced({ ...about, nanos: 100n }),
    ],
    'merchant_balance -80, tax_payable -15, platform_fees -5, funds 100',
  ],
  [
    'a paid invoice is credited and the provider rejects the refund',
    [
      invoices.invoiceCredited({ ...invoice(given), source: provider }),
      payments.refundRejected({ ...about, nanos: 100n }),
    ],
    'merchant_balance -80, tax_payable -15, platform_fees -5, funds 100',
  ],
  [
    'an invoice paid from funds is credited',
    [invoices.invoiceCredited({ ...invoice(given), source: 'funds' })],
    'merchant_balance -80, funds 100, tax_payable -15, platform_fees -5',
  ],
  [
    'an invoice paid out of band is credited',
    [invoices.invoiceCredited({ ...invoice(given), source: 'out_of_band' })],
    'merchant_balance 5, platform_fees -5',
  ],
  [
    'funds are returned and arrive',
    [payments.fundsReturned(moved(given)), payments.fundsReturnSettled(moved(given))],
    'funds -40, clearing 40',
  ],
  [
    'a second payment for the same thing arrives',
    [payments.paymentDuplicated(moved(given))],
    'clearing -40, unapplied_payments 40',
  ],
  [
    'a provider takes its fee',
    [settlement.providerFeeTaken(moved(given))],
    'provider_fees -40, clearing 40',
  ],
  [
    'a chargeback is opened',
    [settlement.chargebackOpened(chargeback(given))],
    'funds -80, merchant_reserve 95, merchant_balance -20, refunds_in_transit -95, clearing 100',
  ],
  [
    'a chargeback is opened and lost',
    [settlement.chargebackOpened(chargeback(given)), settlement.chargebackLost(chargeback(given))],
    'funds -80, merchant_balance -20, clearing 100',
  ],
  [
    'a chargeback is opened and won, and the provider keeps its fee',
    [
      settlement.chargebackOpened(chargeback(given)),
      settlement.chargebackWon({ ...chargeback(given), fee: 0n }),
    ],
    'merchant_balance -5, clearing 5',
  ],
  [
    'fees leave the merchant’s book',
    [settlement.platformFeeSwept(moved(given))?.merchant],
    'platform_fees -40, clearing 40',
  ],
  [
    'fees reach the platform’s book',
    [settlement.platformFeeSwept(moved(given))?.platform],
    'clearing -40, platform_fees 40',
  ],
  [
    'a share is transferred to the merchant’s account',
    [settlement.providerTransferred(transfer(given))],
    'provider_clearing -40, clearing 40',
  ],
  [
    'a transfer goes back in part',
    [
      settlement.providerTransferred(transfer(given)),
      settlement.providerTransferReversed({ ...transfer(given), nanos: 15n }),
    ],
    'provider_clearing -25, clearing 25',
  ],
  [
    'a payout is started',
    [settlement.payoutStarted(moved(given))],
    'payouts_in_transit -40, clearing 40',
  ],
  [
    'a payout is started and settled',
    [settlement.payoutStarted(moved(given)), settlement.payoutSettled(moved(given))],
    'clearing 40, merchant_balance -40',
  ],
]

for (const [story, entries, effect] of scenarios) {
  test(`when ${story}: ${effect || 'no balance is left'}`, () => {
    assert.equal(effectOf(entries), effect)
  })
}

test('a consumer who claims an account takes its money along', () => {
  const claimed = payments.fundsClaimed(claim(given))
  assert(claimed)
  assert.deepEqual(
    [...fold([claimed])],
    [
      ['funds/cus_1/USD', -40n],
      ['funds/cus_2/USD', 40n],
    ],
  )
})

test('a fact without an amount books nothing', () => {
  const nothing = { ...about, nanos: 0n, merchantShare: 0n, tax: 0n, fee: 0n, net: 0n }
  assert.equal(payments.topupPaid(nothing), undefined)
  assert.equal(usage.usageCharged({ ...nothing, debits: new Map() }), undefined)
  assert.equal(usage.usageRefunded(nothing), undefined)
  assert.equal(invoices.invoicePaid({ ...nothing, source: provider }), undefined)
  assert.equal(settlement.platformFeeSwept(nothing), undefined)
})

test('an entry of a charged batch holds exactly what its events hold', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 16n }).map((units) => units as Decimal)
  const events = fc.array(
    fc.record({ accountRef: fc.constantFrom('cus_1', 'cus_2', 'cus_3'), unitPrice: amount }),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(events, (priced) => {
      const outcome = chargeUsage({
        events: priced.map(({ accountRef, unitPrice }, position) => ({
          key: `${position}`,
          accountRef,
          properties: [{ spec: { model: 'standard', unitPrice }, quantity: dec('1') }],
          taxPercent: dec('19'),
          taxBehavior: 'exclusive',
        })),
        available: new Map([
          ['cus_1', 10n ** 10n],
          ['cus_2', 3n * 10n ** 10n],
        ]),
        volumes: new Map(),
        platformFeePercent: dec('2'),
      })
      const booked = usage.usageCharged({ id: 'b1', currency, ...outcome })
      const books = fold(booked ? [booked] : [])
      const balance = (key: string) => books.get(`${key}/USD`) ?? 0n
      const charges = outcome.events.flatMap((event) => ('charged' in event ? [event.charged] : []))
      const sum = (amounts: readonly bigint[]) => amounts.reduce((left, right) => left + right, 0n)
      assert.equal(balance('tax_payable/'), sum(charges.map(({ tax }) => tax)))
      assert.equal(balance('platform_fees/'), sum(charges.map(({ fee }) => fee)))
      assert.equal(balance('merchant_balance/'), sum(charges.map(({ price, fee }) => price - fee)))
      for (const account of ['cus_1', 'cus_2', 'cus_3']) {
        assert.equal(balance(`funds/${account}`), -(outcome.debits.get(account) ?? 0n))
      }
    }),
  )
})

test('events refunded one by one undo the batch that charged them', () => {
  fc.assert(
    fc.property(fc.array(facts, { minLength: 1, maxLength: 10 }), (events) => {
      const sum = (part: 'merchantShare' | 'tax' | 'fee' | 'total') =>
        events.reduce((left, event) => left + event[part], 0n)
      const charged = usage.usageCharged({
        ...about,
        merchantShare: sum('merchantShare'),
        tax: sum('tax'),
        fee: sum('fee'),
        debits: new Map([[customerId, sum('total')]]),
      })
      const refunds = events.map((event) => usage.usageRefunded({ ...about, ...split(event) }))
      assert.equal(effectOf([charged, ...refunds]), '')
    }),
  )
})

test('the platform’s fee is a percentage rounded down plus a fixed part, and never all but the net', () => {
  const fee = (net: bigint, fixed: bigint) => platformFee({ net, percent: dec('2'), fixed })
  assert.equal(fee(1_000n, 30n), 50n)
  assert.equal(fee(1_049n, 30n), 50n)
  assert.equal(fee(20n, 30n), 20n)
  assert.equal(fee(0n, 30n), 0n)
})

test('a refund gives back the percentage and keeps the fixed part', () => {
  const fee = (net: bigint) => refundedFee({ net, percent: dec('2'), fixed: 30n })
  assert.equal(fee(1_000n), 20n)
  assert.equal(fee(30n), 0n)
  assert.equal(fee(20n), 0n)
})

test('an invoice cannot pay a fee that is more than its net amount', () => {
  const paid = { ...about, net: 10n, tax: 0n, fee: 11n, source: provider }
  assert.throws(() => invoices.invoicePaid(paid), /never more than the net/)
})

test('only funds and holds are ever guarded by a floor', () => {
  const touched = new Set<AccountKind>()
  for (const [, recipe] of pairs) {
    for (const { debit, credit } of recipe(given)?.postings ?? []) {
      touched.add(debit.kind).add(credit.kind)
    }
  }
  assert.deepEqual([...touched].filter(hasFloor).sort(), ['funds', 'holds'])
  assert.equal(touched.size, 15)
})

function dec(text: string): Decimal {
  const value = decimal(text)
  assert(value !== undefined)
  return value
}

/** Balances other than zero, by kind, in the order in which the accounts were touched. */
function effectOf(entries: readonly (Entry | undefined)[]): string {
  const balances = new Map<string, bigint>()
  for (const [key, balance] of fold(entries.filter((booked) => booked !== undefined))) {
    const kind = key === clearing ? 'clearing' : key.split('/')[0]
    assert(kind)
    balances.set(kind, (balances.get(kind) ?? 0n) + balance)
  }
  return [...balances]
    .filter(([, balance]) => balance !== 0n)
    .map(([kind, balance]) => `${kind} ${balance}`)
    .join(', ')
}
