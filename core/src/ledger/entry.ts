import { assert } from '../assert.ts'
import { type Currency, clamp } from '../money/money.ts'

/**
 * What an account is for. One balance convention holds for all of them: credits minus debits. So what the
 * house owes to others (funds, a merchant's balance, tax, fees) is positive, and what it has or is owed
 * (clearing, receivables, costs) is negative.
 */
export type AccountKind =
  | 'funds'
  | 'holds'
  | 'receivable'
  | 'merchant_pending'
  | 'merchant_balance'
  | 'merchant_reserve'
  | 'tax_payable'
  | 'platform_fees'
  | 'provider_clearing'
  | 'provider_fees'
  | 'unapplied_payments'
  | 'out_of_band'
  | 'refunds_in_transit'
  | 'payouts_in_transit'
  | 'write_offs'

/** Whether the balance of such an account may never fall below zero: a consumer's own money. */
export function hasFloor(kind: AccountKind): boolean {
  return kind === 'funds' || kind === 'holds'
}

/** An account within one book. Each has one currency. */
export type AccountRef = {
  readonly kind: AccountKind
  /**
   * Whose it is: the customer for funds, holds and receivables, `provider:account` for clearing, and the
   * empty string where the book has just one.
   */
  readonly subject: string
  readonly currency: Currency
}

/** The account as one text, the same for the same account: for maps and for comparing. */
export function accountKey({ kind, subject, currency }: AccountRef): string {
  return `${kind}/${subject}/${currency}`
}

/** Debits one account and credits another by the same positive nanos: it cannot be out of balance. */
export type Posting = {
  readonly debit: AccountRef
  readonly credit: AccountRef
  readonly nanos: bigint
}

/** What happened. An entry is unique per (fact, subject), so nothing is booked twice. */
export type Fact =
  | 'topup.paid'
  | 'topup.reversed'
  | 'usage.charged'
  | 'usage.refunded'
  | 'dispute.accepted'
  | 'hold.placed'
  | 'hold.used'
  | 'hold.use_reversed'
  | 'hold.released'
  | 'payment.paid'
  | 'payment.refunded'
  | 'payment.duplicated'
  | 'payment.returned'
  | 'invoice.issued'
  | 'invoice.cancelled'
  | 'invoice.paid'
  | 'invoice.payment_reversed'
  | 'invoice.credited'
  | 'invoice.credit_voided'
  | 'invoice.written_off'
  | 'invoice.write_off_reversed'
  | 'credit.paid_out'
  | 'credit.payout_reversed'
  | 'refund.settled'
  | 'refund.rejected'
  | 'refund.bounced'
  | 'funds.returned'
  | 'funds.return_settled'
  | 'funds.return_failed'
  | 'funds.claimed'
  | 'funds.claim_reversed'
  | 'provider_fee.taken'
  | 'provider_fee.given_back'
  | 'chargeback.opened'
  | 'chargeback.won'
  | 'chargeback.lost'
  | 'chargeback.loss_reversed'
  | 'provider.transferred'
  | 'provider.transfer_reversed'
  | 'platform_fee.swept'
  | 'platform_fee.sweep_reversed'
  | 'payout.started'
  | 'payout.settled'
  | 'payout.settlement_reversed'
  | 'payout.failed'

/** One business fact, told in postings. Booked whole or not at all, and never changed afterwards. */
export type Entry = {
  readonly fact: Fact
  /** The id of what the fact is about: a batch, an invoice, a top-up. */
  readonly subject: string
  readonly postings: readonly Posting[]
}

/**
 * Makes an entry. Amounts of zero book nothing: such postings are dropped, and an entry without postings is
 * undefined. A negative amount, a posting from an account to itself, or one across currencies is a bug.
 */
export function entry(
  fact: Fact,
  subject: string,
  postings: readonly Posting[],
): Entry | undefined {
  for (const { debit, credit, nanos } of postings) {
    assert(nanos >= 0n, `${fact} moves a negative amount`)
    assert(accountKey(debit) !== accountKey(credit), `${fact} moves value to where it came from`)
    assert(debit.currency === credit.currency, `${fact} crosses currencies`)
  }
  const moving = postings.filter(({ nanos }) => nanos > 0n)
  return moving.length > 0 ? { fact, subject, postings: moving } : undefined
}

/** The entry undone, as a fact of its own: debits become credits, the last one first. */
export function reverse({ subject, postings }: Entry, fact: Fact): Entry {
  const undone = postings
    .toReversed()
    .map(({ debit, credit, nanos }) => ({ debit: credit, credit: debit, nanos }))
  return { fact, subject, postings: undone }
}

/** One side of a movement that has several accounts on it. */
export type Share = { readonly account: AccountRef; readonly nanos: bigint }

/**
 * Turns several debits and several credits of the same sum into postings, never more than there are accounts:
 * each debit pays the credits in turn. Which debit met which credit means nothing; what each account
 * gives or gets does. Shares of zero are skipped; a negative share or unequal sums are a bug.
 */
export function match(debits: readonly Share[], credits: readonly Share[]): Posting[] {
  const open = credits.map((share) => ({ ...share }))
  const postings: Posting[] = []
  for (const debit of debits) {
    assert(debit.nanos >= 0n, 'a share is not negative')
    let left = debit.nanos
    while (left > 0n) {
      const [credit] = open
      assert(credit, 'debits and credits add up to the same')
      const nanos = clamp(left, 0n, credit.nanos)
      if (nanos > 0n) postings.push({ debit: debit.account, credit: credit.account, nanos })
      left -= nanos
      credit.nanos -= nanos
      if (credit.nanos === 0n) open.shift()
    }
  }
  assert(
    open.every(({ nanos }) => nanos === 0n),
    'debits and credits add up to the same',
  )
  return postings
}

/** The balance in nanos of every account that the entries touch, by `accountKey`: credits minus debits. */
export function fold(entries: readonly Entry[]): Map<string, bigint> {
  const balances = new Map<string, bigint>()
  const move = (account: AccountRef, nanos: bigint) => {
    const key = accountKey(account)
    balances.set(key, (balances.get(key) ?? 0n) + nanos)
  }
  for (const { debit, credit, nanos } of entries.flatMap(({ postings }) => postings)) {
    move(debit, -nanos)
    move(credit, nanos)
  }
  return balances
}
