import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Reported, ReportedKind, Verdict } from '@tallystick/core/settling/judge.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { currencyOf, nanosOf } from '../../platform/db/amounts.ts'
import type { Transaction } from '../providers/stripe/transactions.ts'

export type Judged = {
  readonly verdict: Verdict
  readonly subjectId: string | undefined
  /** Nanos by which the provider's balance exceeds the books because of it. */
  readonly difference: bigint
}

export async function isNoted(ctx: Ctx, { account }: ProviderAccount, id: string) {
  const row = await ctx.db
    .selectFrom('tally.balance_transactions')
    .select('transaction_id')
    .where('organization_id', '=', ctx.organizationId)
    .where('provider_account', '=', account)
    .where('transaction_id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertTransaction(
  ctx: Ctx,
  { provider, account }: ProviderAccount,
  { verdict, subjectId, difference, ...one }: Omit<Transaction, 'merchantId' | 'account'> & Judged,
): Promise<void> {
  await ctx.db
    .insertInto('tally.balance_transactions')
    .values({
      organization_id: ctx.organizationId,
      provider,
      provider_account: account,
      transaction_id: one.id,
      kind: one.kind,
      type: one.type,
      source: one.source ?? null,
      reference: one.reference ?? null,
      amount: nanosToText(one.amount),
      fee: nanosToText(one.fee),
      currency: one.currency,
      subject_id: subjectId ?? null,
      difference: nanosToText(difference),
      verdict,
      created_at: one.createdAt,
      judged_at: ctx.realNow,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type OpenTransaction = Reported &
  Judged & {
    readonly id: string
    readonly source: string | undefined
    readonly reference: string | undefined
    readonly createdAt: Temporal.Instant
  }

/** What did not agree so far, the oldest first. */
export async function listOpen(
  ctx: Ctx,
  { account }: ProviderAccount,
): Promise<readonly OpenTransaction[]> {
  const rows = await ctx.db
    .selectFrom('tally.balance_transactions')
    .select(['transaction_id', 'kind', 'source', 'reference', 'amount', 'fee', 'currency'])
    .select(['subject_id', 'difference', 'verdict', 'created_at'])
    .where('organization_id', '=', ctx.organizationId)
    .where('provider_account', '=', account)
    .where('verdict', '<>', 'matched')
    .orderBy('created_at')
    .orderBy('transaction_id')
    .execute()
  return rows.map((row) => ({
    id: row.transaction_id,
    kind: row.kind as ReportedKind,
    source: row.source ?? undefined,
    reference: row.reference ?? undefined,
    amount: nanosOf(row.amount),
    fee: nanosOf(row.fee),
    currency: currencyOf(row.currency),
    subjectId: row.subject_id ?? undefined,
    difference: nanosOf(row.difference),
    verdict: row.verdict as Verdict,
    createdAt: row.created_at,
  }))
}

export async function setVerdict(
  ctx: Ctx,
  { account }: ProviderAccount,
  { id, verdict, subjectId, difference }: Judged & { readonly id: string },
): Promise<void> {
  await ctx.db
    .updateTable('tally.balance_transactions')
    .set({
      verdict,
      subject_id: subjectId ?? null,
      difference: nanosToText(difference),
      judged_at: ctx.realNow,
    })
    .where('organization_id', '=', ctx.organizationId)
    .where('provider_account', '=', account)
    .where('transaction_id', '=', id)
    .execute()
}

/** False when this fee was noted before: then it is booked. */
export async function insertFee(
  ctx: Ctx,
  { provider, account }: ProviderAccount,
  fee: { readonly id: string; readonly nanos: bigint; readonly currency: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.provider_fees')
    .values({
      organization_id: ctx.organizationId,
      provider,
      provider_account: account,
      transaction_id: fee.id,
      amount: nanosToText(fee.nanos),
      currency: fee.currency,
      created_at: ctx.realNow,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
