import { clearing, type ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { isCurrency, nanosToText } from '@tallystick/core/money/money.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type Stripe from 'stripe'
import { foundedAt } from '../../access/organizations/merchant.ts'
import { totalsOf } from '../../ledger/totals.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'
import { newId } from '../../platform/ids.ts'
import { stripePlatform } from '../providers/accounts.ts'
import { balancesOf, listTransactions, type Transaction } from '../providers/stripe/transactions.ts'
import { listUnreported } from './known-store.ts'
import { bookFee, concernedBy, judgeOpen, noteTransaction } from './read-report.ts'
import {
  type ComparedBalance,
  failUnfinished,
  findLast,
  finishReconciliation,
  insertItems,
  insertReconciliation,
  type OpenItem,
  type Reconciliation,
} from './store.ts'
import { listOpen } from './transaction-store.ts'

/** One transaction in an organization, as the system. */
export type Hand = <T>(organizationId: string, work: (ctx: Ctx) => Promise<T>) => Promise<T>

export type Reconciling = {
  readonly hand: Hand
  /** Whose account it is. */
  readonly ownerId: string
  readonly provider: ProviderAccount
  readonly client: Stripe
  /** The account in whose name the platform asks; undefined where it is the client's own. */
  readonly askedFor: string | undefined
  /** Every organization in whose book money of this account can lie. */
  readonly books: readonly string[]
}

/** Reports come late; what was read before is known by its id. */
const overlapHours = 24
/** What was booked this short ago may not be in the report yet. */
const settlingHours = 1
const mostItems = 1000

/**
 * Compares an account at the provider with the books: reads what moved there since the last time, finds ours to each, books
 * the provider's fees, and sets the balances against each other. What does not agree is written down, and looked at again
 * the next time.
 */
export async function reconcileAccount(task: Reconciling): Promise<void> {
  const { hand, ownerId, provider, client, askedFor: account, books } = task
  const { id, since, last } = await hand(ownerId, (ctx) => begin(ctx, provider))
  const transactions = await listTransactions(client, account, since)
  let noted = 0
  for (const one of transactions) if (await note(task, one)) noted += 1

  const there = await balancesOf(client, account)
  const found = new Map<string, Found>()
  for (const book of books) await hand(book, (ctx) => lookAt(ctx, provider, found))
  const items = [...found.values()].flatMap((one) => one.items)
  const balances = compare({ there, found, transactions, last })
  await hand(ownerId, async (ctx) => {
    await insertItems(ctx, id, items.slice(0, mostItems))
    const until = transactions.at(-1)?.createdAt ?? last?.until
    const unmatched = items.length
    await finishReconciliation(ctx, id, { transactions: noted, unmatched, balances, until })
  })
}

async function begin(ctx: Ctx, provider: ProviderAccount) {
  await failUnfinished(ctx, provider)
  const last = await findLast(ctx, provider)
  const id = newId('reconciliation')
  const since = last?.until?.subtract({ hours: overlapHours }) ?? (await foundedAt(ctx))
  await insertReconciliation(ctx, { id, provider, since })
  return { id, since, last }
}

async function note({ hand, ownerId, provider }: Reconciling, one: Transaction): Promise<boolean> {
  const isPlatform = provider.account === stripePlatform.account
  const concerned = isPlatform ? await hand(ownerId, (ctx) => concernedBy(ctx, one)) : ownerId
  const isNew = await hand(concerned ?? ownerId, (ctx) => noteTransaction(ctx, provider, one))
  await hand(ownerId, (ctx) => bookFee(ctx, provider, one))
  return isNew
}

/** What the books say of one currency, and what is open there. In nanos. */
type Found = { books: bigint; explained: bigint; items: OpenItem[] }

async function lookAt(ctx: Ctx, provider: ProviderAccount, found: Map<string, Found>) {
  const of = (currency: string) =>
    found.getOrInsertComputed(currency, () => ({ books: 0n, explained: 0n, items: [] }))
  await judgeOpen(ctx, provider)
  for (const { kind, subject, currency, nanos } of await totalsOf(ctx)) {
    const isIt = isCurrency(currency) && clearing(provider, currency).subject === subject
    if (kind === 'provider_clearing' && isIt) of(currency).books -= nanos
  }
  const concerns = ctx.organizationId
  for (const { verdict, difference, id, subjectId, ...one } of await listOpen(ctx, provider)) {
    of(one.currency).explained += difference
    if (verdict === 'matched') continue
    const { kind, source, amount, currency, createdAt: happenedAt } = one
    const item = { verdict, concerns, kind, transactionId: id, source, subjectId, amount }
    of(currency).items.push({ ...item, currency, happenedAt })
  }
  const settled = ctx.realNow.subtract({ hours: settlingHours })
  for (const { kind, subjectId, amount, currency, bookedAt } of await listUnreported(
    ctx,
    provider,
  )) {
    of(currency).explained -= amount
    if (isAfter(bookedAt, settled)) continue
    const unseen = { transactionId: undefined, source: undefined, happenedAt: bookedAt }
    const item = { verdict: 'missing_there' as const, concerns, kind, subjectId, amount }
    of(currency).items.push({ ...item, ...unseen, currency })
  }
}

type Sides = {
  readonly there: ReadonlyMap<string, bigint>
  readonly found: ReadonlyMap<string, Found>
  readonly transactions: readonly Transaction[]
  readonly last: Reconciliation | undefined
}

/** Before the first comparison something may have lain there already. */
function compare({ there, found, transactions, last }: Sides): ComparedBalance[] {
  const moved = (currency: string) =>
    transactions
      .filter((one) => one.currency === currency)
      .reduce((sum, { amount, fee }) => sum + amount - fee, 0n)
  return [...new Set([...there.keys(), ...found.keys()])].sort().map((currency) => {
    const before = last?.balances.find((one) => one.currency === currency)
    const provider = there.get(currency) ?? 0n
    const { books = 0n, explained = 0n } = found.get(currency) ?? {}
    const opening = last ? nanosOf(before?.opening ?? '0') : provider - moved(currency)
    return {
      currency,
      provider: nanosToText(provider),
      books: nanosToText(books),
      opening: nanosToText(opening),
      unexplained: nanosToText(provider - opening - books - explained),
    }
  })
}
