import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clearing, single } from '../ledger/accounts.ts'
import { accountKey, type Entry, fold } from '../ledger/entry.ts'
import * as payments from '../ledger/payment-recipes.ts'
import * as settlement from '../ledger/settlement-recipes.ts'
import { usageCharged } from '../ledger/usage-recipes.ts'
import { type Currency, isCurrency } from '../money/money.ts'
import { levelOf, type Standing } from './level.ts'

const code = 'USD'
assert(isCurrency(code))
const currency: Currency = code
const cent = 10n ** 7n
const platform = { provider: 'stripe', account: 'platform' }
const merchant = { provider: 'stripe', account: 'acct_1' }
const customerId = 'cus_1'

const cents = fc.bigInt({ min: 1n, max: 10_000n }).map((amount) => amount * cent)
const nanos = fc.bigInt({ min: 1n, max: 10n ** 11n })

type Story = (id: string) => readonly (Entry | undefined)[]

/** Any of the facts that move money of a merchant whose payments the platform takes in. */
const story: fc.Arbitrary<Story> = fc.oneof(
  cents.map(
    (paid): Story =>
      (id) => [payments.topupPaid({ ...at(platform, id), nanos: paid })],
  ),
  // Funds are spent in parts that are no whole cents.
  fc.tuple(cents, fc.array(nanos, { maxLength: 4 })).map(
    ([paid, parts]): Story =>
      (id) => {
        let left = paid
        const charges = parts.map((part, at) => {
          const taken = part > left ? left : part
          left -= taken
          const [fee, tax] = [taken / 50n, taken / 10n]
          const split = { merchantShare: taken - fee - tax, fee, tax }
          const debits = new Map([[customerId, taken]])
          return usageCharged({ id: `${id}-${at}`, currency, debits, ...split })
        })
        return [payments.topupPaid({ ...ofCustomer(platform, id), nanos: paid }), ...charges]
      },
  ),
  // A destination charge: the share is there at once, and the fee stays.
  cents.map(
    (paid): Story =>
      (id) => {
        const fee = paid / 50n
        const kept = fee - (fee % cent)
        return [
          payments.paymentPaid({ ...at(platform, id), merchantShare: paid - fee, tax: 0n, fee }),
          settlement.providerTransferred({
            id,
            currency,
            from: platform,
            to: merchant,
            nanos: paid - kept,
          }),
        ]
      },
  ),
  cents.map(
    (paid): Story =>
      (id) => {
        const split = { merchantShare: paid, tax: 0n, fee: 0n }
        const dispute = {
          ...ofCustomer(platform, id),
          fromFunds: 0n,
          fromMerchant: paid,
          fee: 15n * 100n * cent,
        }
        return [
          payments.paymentPaid({ ...at(platform, id), ...split }),
          settlement.chargebackOpened(dispute),
        ]
      },
  ),
  cents.map(
    (paid): Story =>
      (id) => [
        payments.topupPaid({ ...ofCustomer(platform, id), nanos: paid }),
        payments.fundsReturned({ ...ofCustomer(platform, id), nanos: paid }),
      ],
  ),
  cents.map(
    (paid): Story =>
      (id) => [payments.paymentDuplicated({ ...at(platform, id), nanos: paid })],
  ),
  cents.map(
    (fee): Story =>
      (id) => [settlement.providerFeeTaken({ ...at(merchant, id), nanos: fee })],
  ),
  cents.map(
    (paid): Story =>
      (id) => [settlement.payoutStarted({ ...at(merchant, id), nanos: paid })],
  ),
)

const at = (provider: typeof platform, id: string) => ({ id, currency, provider, customerId })
const ofCustomer = at

test('after each levelling the merchant’s account holds what is the merchant’s, to the cent, and the platform’s all the rest', () => {
  fc.assert(
    fc.property(fc.array(story, { maxLength: 12 }), (stories) => {
      const entries: Entry[] = []
      for (const [position, happen] of stories.entries()) {
        entries.push(...happen(`x_${position}`).filter((one) => one !== undefined))
        const moved = levelOf(standingOf(entries), currency)
        assert.equal(moved % cent, 0n)
        entries.push(...leveled(`l_${position}`, moved))
        const { onPlatform, kept, onMerchant, owed } = standingOf(entries)
        const apart = owed - onMerchant
        assert(apart < cent && apart > -cent, `${apart} nanos are not where they belong`)
        assert.equal(onPlatform - kept, apart)
        assert.equal(levelOf(standingOf(entries), currency), 0n)
      }
    }),
  )
})

test('money that lies with another provider moves nothing at this one', () => {
  const elsewhere = { provider: 'sandbox', account: '' }
  const split = { merchantShare: 500n * cent, tax: 0n, fee: 0n }
  const paid = payments.paymentPaid({ ...at(elsewhere, 'x_1'), ...split })
  const topup = payments.topupPaid({ ...ofCustomer(platform, 'x_2'), nanos: 300n * cent })
  assert(paid && topup)
  assert.equal(levelOf(standingOf([paid, topup]), currency), 0n)
  const sandboxFunds = payments.topupPaid({ ...ofCustomer(elsewhere, 'x_3'), nanos: 300n * cent })
  assert(sandboxFunds)
  assert.equal(levelOf(standingOf([sandboxFunds]), currency), 0n)
})

function leveled(id: string, moved: bigint): Entry[] {
  const transfer = { id, currency, from: platform, to: merchant }
  const booked =
    moved > 0n
      ? settlement.providerTransferred({ ...transfer, nanos: moved })
      : settlement.providerTransferReversed({ ...transfer, nanos: -moved })
  return booked ? [booked] : []
}

function standingOf(entries: readonly Entry[]): Standing {
  const books = fold(entries)
  const balance = (key: string) => books.get(key) ?? 0n
  const one = (kind: Parameters<typeof single>[0]) => balance(accountKey(single(kind, currency)))
  const funds = [...books].filter(([key]) => key.startsWith('funds/')).map(([, value]) => value)
  return {
    onPlatform: -balance(accountKey(clearing(platform, currency))),
    onMerchant: -balance(accountKey(clearing(merchant, currency))),
    kept:
      funds.reduce((sum, value) => sum + value, 0n) +
      one('platform_fees') +
      one('unapplied_payments') +
      one('refunds_in_transit') +
      one('merchant_reserve'),
    owed:
      one('merchant_balance') +
      one('tax_payable') +
      one('payouts_in_transit') +
      one('provider_fees'),
  }
}
