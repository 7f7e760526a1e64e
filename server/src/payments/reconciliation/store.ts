import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { ReportedKind, Verdict } from '@tallystick/core/settling/judge.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { nanosOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

/** In major units, as decimal text. */
export type ComparedBalance = {
  readonly currency: string
  readonly provider: string
  readonly books: string
  readonly unexplained: string
  /** What lay there before anything of ours did. */
  readonly opening: string
}

export type Reconciliation = {
  readonly id: string
  readonly provider: ProviderAccount
  readonly status: 'running' | 'done' | 'failed'
  readonly since: Temporal.Instant
  readonly until: Temporal.Instant | undefined
  readonly transactions: number
  readonly unmatched: number
  readonly balances: readonly ComparedBalance[]
  readonly createdAt: Temporal.Instant
  readonly finishedAt: Temporal.Instant | undefined
}

const columns = [
  'reconciliation_id',
  'provider',
  'provider_account',
  'status',
  'since',
  'until',
  'transactions',
  'unmatched',
  'balances',
  'created_at',
  'finished_at',
] as const

export async function insertReconciliation(
  ctx: Ctx,
  { id, provider, since }: Pick<Reconciliation, 'id' | 'provider' | 'since'>,
): Promise<void> {
  await ctx.db
    .insertInto('tally.reconciliations')
    .values({
      organization_id: ctx.organizationId,
      reconciliation_id: id,
      provider: provider.provider,
      provider_account: provider.account,
      status: 'running',
      since,
      created_at: ctx.realNow,
    })
    .execute()
}

export type Result = Pick<Reconciliation, 'transactions' | 'unmatched' | 'balances' | 'until'>

export async function finishReconciliation(
  ctx: Ctx,
  id: string,
  { transactions, unmatched, balances, until }: Result,
): Promise<void> {
  await ctx.db
    .updateTable('tally.reconciliations')
    .set({
      status: 'done',
      until: until ?? null,
      transactions,
      unmatched,
      balances: JSON.stringify(balances),
      finished_at: ctx.realNow,
    })
    .where('organization_id', '=', ctx.organizationId)
    .where('reconciliation_id', '=', id)
    .execute()
}

/** The latest one that was finished. */
export async function findLast(
  ctx: Ctx,
  { provider, account }: ProviderAccount,
): Promise<Reconciliation | undefined> {
  const row = await ctx.db
    .selectFrom('tally.reconciliations')
    .select(columns)
    .where('organization_id', '=', ctx.organizationId)
    .where('provider', '=', provider)
    .where('provider_account', '=', account)
    .where('status', '=', 'done')
    .orderBy('created_at', 'desc')
    .orderBy('reconciliation_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && open(row)
}

/** What was begun and never finished: whoever did it is gone. */
export async function failUnfinished(ctx: Ctx, { provider, account }: ProviderAccount) {
  await ctx.db
    .updateTable('tally.reconciliations')
    .set({ status: 'failed', finished_at: ctx.realNow })
    .where('organization_id', '=', ctx.organizationId)
    .where('provider', '=', provider)
    .where('provider_account', '=', account)
    .where('status', '=', 'running')
    .execute()
}

export async function findReconciliation(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('tally.reconciliations')
    .select(columns)
    .where('organization_id', '=', ctx.organizationId)
    .where('reconciliation_id', '=', id)
    .executeTakeFirst()
  return row && open(row)
}

export async function listReconciliations(ctx: Ctx, page: Page) {
  const own = ctx.db
    .selectFrom('tally.reconciliations')
    .where('organization_id', '=', ctx.organizationId)
  const { rows, total } = await newestFirst(own.select(columns), 'reconciliation_id', page)
  return { rows: rows.map(open), total }
}

type Row = Pick<Selectable<Schema['tally.reconciliations']>, (typeof columns)[number]>

function open(row: Row): Reconciliation {
  return {
    id: row.reconciliation_id,
    provider: { provider: row.provider, account: row.provider_account },
    status: row.status as Reconciliation['status'],
    since: row.since,
    until: row.until ?? undefined,
    transactions: row.transactions,
    unmatched: row.unmatched,
    balances: row.balances as unknown as ComparedBalance[],
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
  }
}

/** A difference between a report and the books. */
export type OpenItem = {
  readonly verdict: Exclude<Verdict, 'matched'> | 'missing_there'
  /** Whose book it concerns. */
  readonly concerns: string
  readonly kind: ReportedKind
  readonly transactionId: string | undefined
  readonly source: string | undefined
  readonly subjectId: string | undefined
  /** Nanos, signed as they change the balance. */
  readonly amount: bigint
  readonly currency: string
  readonly happenedAt: Temporal.Instant
}

export async function insertItems(
  ctx: Ctx,
  reconciliationId: string,
  items: readonly OpenItem[],
): Promise<void> {
  if (items.length === 0) return
  await ctx.db
    .insertInto('tally.reconciliation_items')
    .values(
      items.map((item, line) => ({
        organization_id: ctx.organizationId,
        reconciliation_id: reconciliationId,
        line,
        verdict: item.verdict,
        concerns: item.concerns,
        kind: item.kind,
        transaction_id: item.transactionId ?? null,
        source: item.source ?? null,
        subject_id: item.subjectId ?? null,
        amount: nanosToText(item.amount),
        currency: item.currency,
        created_at: item.happenedAt,
      })),
    )
    .execute()
}

export async function listItems(ctx: Ctx, id: string, page: Page) {
  const some = ctx.db
    .selectFrom('tally.reconciliation_items')
    .where('organization_id', '=', ctx.organizationId)
    .where('reconciliation_id', '=', id)
    .select(['verdict', 'concerns', 'kind', 'transaction_id', 'source', 'subject_id'])
    .select(['amount', 'currency', 'created_at'])
  const { rows, total } = await newestFirst(some, 'line', page)
  return {
    total,
    rows: rows.map(
      (row): OpenItem => ({
        verdict: row.verdict as OpenItem['verdict'],
        concerns: row.concerns,
        kind: row.kind as ReportedKind,
        transactionId: row.transaction_id ?? undefined,
        source: row.source ?? undefined,
        subjectId: row.subject_id ?? undefined,
        amount: nanosOf(row.amount),
        currency: row.currency,
        happenedAt: row.created_at,
      }),
    ),
  }
}
