import { isCurrency } from '@tallystick/core/money/money.ts'
import type { Reported, ReportedKind } from '@tallystick/core/settling/judge.ts'
import type Stripe from 'stripe'
import { fromStripe } from './amounts.ts'
import { instantOf } from './connect.ts'

/** A change of the balance of an account, as Stripe reports it. */
export type Transaction = Reported & {
  readonly id: string
  readonly type: string
  readonly source: string | undefined
  /** By what ours is found: the intent of a charge, our own id on what we asked for, else the provider's. */
  readonly reference: string | undefined
  /** Whose it is, where it says so: a merchant of ours, or an account of one. */
  readonly merchantId: string | undefined
  readonly account: string | undefined
  readonly createdAt: Temporal.Instant
}

/** Undefined for the platform's own account. */
type Account = string | undefined

/** Everything that moved since then, the oldest first. What is about money that we do not know is left out. */
export async function listTransactions(
  client: Stripe,
  account: Account,
  since: Temporal.Instant,
): Promise<readonly Transaction[]> {
  const found: Transaction[] = []
  const created = { gte: Math.floor(since.epochMilliseconds / 1000) }
  const wish = { created, limit: 100, expand: ['data.source'] }
  for await (const one of client.balanceTransactions.list(wish, optionsOf(account))) {
    const read = readTransaction(one)
    if (read) found.push(read)
  }
  return found.toReversed()
}

/** What lies in the account, in nanos by currency, whether or not it can be paid out already. */
export async function balancesOf(
  client: Stripe,
  account: Account,
): Promise<ReadonlyMap<string, bigint>> {
  const { available, pending } = await client.balance.retrieve({}, optionsOf(account))
  const sums = new Map<string, bigint>()
  for (const { amount, currency } of [...available, ...pending]) {
    const money = fromStripe(amount, currency)
    if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0n) + money.nanos)
  }
  return sums
}

const optionsOf = (account: Account) => (account === undefined ? {} : { stripeAccount: account })

function readTransaction(one: Stripe.BalanceTransaction): Transaction | undefined {
  const moved = fromStripe(one.amount, one.currency)
  const taken = fromStripe(one.fee, one.currency)
  if (!moved || !taken || !isCurrency(moved.currency)) return undefined
  // On a merchant's account the platform's fee is no fee of Stripe: less has come.
  const platformFee = one.fee_details
    .filter(({ type }) => type === 'application_fee')
    .reduce((sum, { amount }) => sum + amount, 0)
  const kept = fromStripe(platformFee, one.currency)?.nanos ?? 0n
  const kind = kindOf(one)
  return {
    id: one.id,
    type: one.type,
    kind,
    amount: moved.nanos - kept,
    fee: taken.nanos - kept,
    currency: moved.currency,
    source: typeof one.source === 'string' ? one.source : one.source?.id,
    createdAt: instantOf(one.created),
    ...aboutSource(one.source),
  }
}

const kinds: Readonly<Record<string, ReportedKind>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  payment_failure_refund: 'refund_failure',
  transfer: 'transfer',
  transfer_refund: 'transfer_reversal',
  application_fee: 'application_fee',
  payout: 'payout',
  payout_failure: 'payout_failure',
  payout_cancel: 'payout_failure',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
}

function kindOf({ type, amount, source }: Stripe.BalanceTransaction): ReportedKind {
  const isObject = typeof source === 'object' && source !== null
  if (isObject && source.object === 'dispute') return amount < 0 ? 'dispute' : 'dispute_reversal'
  // A transfer that is taken back leaves the merchant's account as a refund of what came with it.
  const isReversal = isObject && source.object === 'refund' && source.source_transfer_reversal
  return isReversal ? 'transfer_reversal' : (kinds[type] ?? 'other')
}

type About = Pick<Transaction, 'reference' | 'merchantId' | 'account'>
const nobody: About = { reference: undefined, merchantId: undefined, account: undefined }

function aboutSource(source: Stripe.BalanceTransaction['source']): About {
  if (typeof source !== 'object' || source === null) return nobody
  switch (source.object) {
    case 'charge':
      return {
        ...nobody,
        reference: idOf(source.source_transfer) ?? idOf(source.payment_intent),
        merchantId: source.metadata['merchantId'],
      }
    case 'refund': {
      const reference = idOf(source.source_transfer_reversal) ?? source.metadata?.['refundId']
      return { ...nobody, reference, merchantId: source.metadata?.['merchantId'] }
    }
    case 'transfer':
      return {
        reference: source.transfer_group ?? source.id,
        merchantId: source.metadata['merchantId'],
        account: idOf(source.destination),
      }
    case 'transfer_reversal':
      return {
        ...nobody,
        reference: source.metadata?.['transferId'],
        merchantId: source.metadata?.['merchantId'],
      }
    case 'application_fee':
      return {
        ...nobody,
        reference: idOf(source.originating_transaction),
        account: idOf(source.account),
      }
    case 'dispute':
      // Whose it is, the intent says.
      return {
        ...nobody,
        reference: source.id,
        merchantId: undefined,
        account: idOf(source.payment_intent),
      }
    case 'payout':
      return { ...nobody, reference: source.id }
    default:
      return nobody
  }
}

function idOf(named: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof named === 'string' ? named : named?.id
}
