import type Stripe from 'stripe'
import { made } from './fixtures.ts'
import { emit, get, newId, seconds, type World } from './world.ts'

/** A change of the balance of an account: the platform's, or that of a merchant. */
type Movement = { readonly account: string; readonly transaction: Stripe.BalanceTransaction }

/** What money does at the stand-in: accounts, what lies there, and every change of it. */
export type MoneyWorld = {
  readonly world: World
  readonly accounts: Map<string, Stripe.Account>
  readonly transfers: Map<string, Stripe.Transfer>
  readonly reversals: Map<string, Stripe.TransferReversal>
  readonly payouts: Map<string, Stripe.Payout>
  readonly movements: Movement[]
  readonly seen: Set<string>
}

export function emptyMoney(world: World): MoneyWorld {
  return {
    world,
    accounts: new Map(),
    transfers: new Map(),
    reversals: new Map(),
    payouts: new Map(),
    movements: [],
    seen: new Set(),
  }
}

export const platform = 'platform'

type Change = {
  readonly account: string
  readonly type: string
  readonly amount: number
  readonly currency: string
  readonly source: object | null
  readonly fee?: number
  readonly applicationFee?: number
}

export function move(money: MoneyWorld, change: Change): void {
  const { account, type, amount, currency, source, fee = 0, applicationFee = 0 } = change
  const details = [
    { amount: applicationFee, type: 'application_fee' },
    { amount: fee, type: 'stripe_fee' },
  ].map((one) => ({ ...one, application: null, currency, description: null }))
  const transaction = made('balance_transaction', {
    id: newId('txn'),
    type: type as Stripe.BalanceTransaction.Type,
    amount,
    currency,
    created: seconds(money.world),
    fee: fee + applicationFee,
    fee_details: details.filter((one) => one.amount !== 0) as never,
    net: amount - fee - applicationFee,
    source: structuredClone(source) as never,
  })
  money.movements.push({ account, transaction })
}

/** What lies in an account, in the smallest unit of the currency. */
export function balanceOf(money: MoneyWorld, account: string, currency: string): number {
  catchUp(money)
  return money.movements
    .filter((one) => one.account === account && one.transaction.currency === currency)
    .reduce((sum, { transaction }) => sum + transaction.net, 0)
}

/** Payments, refunds and disputes move money when they happen; here, when somebody looks. */
export function catchUp(money: MoneyWorld): void {
  const { world, seen } = money
  const first: First = (key) => !seen.has(key) && Boolean(seen.add(key))
  for (const charge of world.charges.values()) if (first(charge.id)) receive(money, charge)
  for (const refund of world.refunds.values()) sendBack(money, refund, first)
  for (const dispute of world.disputes.values()) {
    for (const { id, amount, fee, currency } of dispute.balance_transactions) {
      const about = { account: platform, type: 'adjustment', source: dispute }
      if (first(id)) move(money, { ...about, amount, fee, currency })
    }
  }
}

type First = (key: string) => boolean

function sendBack(money: MoneyWorld, refund: Stripe.Refund, first: First): void {
  const about = { account: platform, currency: refund.currency, source: refund }
  if (refund.status !== 'canceled' && first(refund.id)) {
    move(money, { ...about, type: 'refund', amount: -refund.amount })
  }
  if (refund.status === 'failed' && first(`${refund.id} failed`)) {
    move(money, { ...about, type: 'refund_failure', amount: refund.amount })
  }
}

/** 2.9 % and 30 of the smallest unit. */
const feeOf = (amount: number) => Math.round(amount * 0.029) + 30

function receive(money: MoneyWorld, charge: Stripe.Charge): void {
  const { amount, currency } = charge
  move(money, {
    account: platform,
    type: 'charge',
    amount,
    currency,
    source: charge,
    fee: feeOf(amount),
  })
  const intent = get(money.world.paymentIntents, String(charge.payment_intent))
  const destination = intent.transfer_data?.destination
  if (!destination) return
  const applicationFee = Number(intent.application_fee_amount ?? 0)
  const transfer = transferTo(money, {
    account: String(destination),
    amount,
    currency,
    group: intent.transfer_group,
    applicationFee,
    source: charge.id,
  })
  if (applicationFee === 0) return
  const source = {
    id: newId('fee'),
    object: 'application_fee',
    account: transfer.destination,
    originating_transaction: charge.id,
  }
  move(money, {
    account: platform,
    type: 'application_fee',
    amount: applicationFee,
    currency,
    source,
  })
}

type Transferring = {
  readonly account: string
  readonly amount: number
  readonly currency: string
  readonly group: string | null
  readonly applicationFee?: number
  readonly source?: string
  readonly metadata?: Stripe.Metadata
}

export function transferTo(money: MoneyWorld, wish: Transferring): Stripe.Transfer {
  const { account, amount, currency, group, source = null, metadata = {} } = wish
  const transfer = made('transfer', {
    id: newId('tr'),
    amount,
    amount_reversed: 0,
    created: seconds(money.world),
    currency,
    destination: account,
    source_transaction: source,
    transfer_group: group,
    metadata,
  })
  money.transfers.set(transfer.id, transfer)
  move(money, { account: platform, type: 'transfer', amount: -amount, currency, source: transfer })
  const arrived = made('charge', { id: newId('py'), amount, currency, payment_intent: null })
  move(money, {
    account,
    type: 'payment',
    amount,
    currency,
    source: { ...arrived, metadata: {}, source_transfer: transfer.id },
    applicationFee: wish.applicationFee ?? 0,
  })
  return transfer
}

export function takeBack(
  money: MoneyWorld,
  transfer: Stripe.Transfer,
  wish: { readonly amount: number; readonly metadata: Stripe.Metadata },
): Stripe.TransferReversal {
  const { amount, metadata } = wish
  const { currency } = transfer
  const reversal = made('transfer_reversal', {
    id: newId('trr'),
    amount,
    created: seconds(money.world),
    currency,
    metadata,
    transfer: transfer.id,
  })
  transfer.amount_reversed += amount
  money.reversals.set(reversal.id, reversal)
  const here = { account: platform, type: 'transfer_refund', amount, currency, source: reversal }
  move(money, here)
  const refund = made('refund', { id: newId('pyr'), amount, currency, metadata: {} })
  const source = { ...refund, source_transfer_reversal: reversal.id }
  const account = String(transfer.destination)
  move(money, { account, type: 'payment_refund', amount: -amount, currency, source })
  return reversal
}

/** Stripe sends money to the bank of whoever owns the account, and says so. */
export function payOut(
  money: MoneyWorld,
  account: string,
  { amount, currency }: { readonly amount: number; readonly currency: string },
): Stripe.Payout {
  const payout = made('payout', {
    id: newId('po'),
    amount,
    currency,
    created: seconds(money.world),
    arrival_date: seconds(money.world) + 86_400,
    automatic: true,
    status: 'in_transit',
  })
  money.payouts.set(payout.id, payout)
  move(money, { account, type: 'payout', amount: -amount, currency, source: payout })
  tellOf(money, account, { type: 'payout.created', object: payout })
  return payout
}

/** The bank has it, or sends it back. */
export function endPayout(
  money: MoneyWorld,
  account: string,
  { id, status }: { readonly id: string; readonly status: 'paid' | 'failed' },
): void {
  const payout = get(money.payouts, id)
  payout.status = status
  const { amount, currency } = payout
  if (status === 'failed') {
    move(money, { account, type: 'payout_failure', amount, currency, source: payout })
  }
  tellOf(money, account, { type: `payout.${status}`, object: payout })
}

/** News of a merchant's account name it. */
export function tellOf(
  { world }: MoneyWorld,
  account: string,
  { type, object }: { readonly type: Stripe.Event['type']; readonly object: object },
): void {
  emit(world, type, object)
  const event = world.events.at(-1)
  if (event && account !== platform) world.events.splice(-1, 1, { ...event, account })
}
