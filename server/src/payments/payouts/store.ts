import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf } from '../../platform/db/amounts.ts'
import { newestFirst, type Page } from '../../platform/db/page.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type PayoutStatus = 'in_transit' | 'paid' | 'failed'

export type Payout = {
  readonly id: string
  readonly provider: ProviderAccount
  readonly reference: string
  readonly amount: Money
  readonly status: PayoutStatus
  readonly automatic: boolean
  readonly failureCode: string | undefined
  readonly arrivesAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'payout_id',
  'provider',
  'provider_account',
  'provider_reference',
  'amount',
  'currency',
  'status',
  'automatic',
  'failure_code',
  'arrives_at',
  'created_at',
  'updated_at',
] as const

/** False when it is known already. Of two who tell it at once the second waits here for the first. */
export async function insertPayout(ctx: Ctx, payout: Payout): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.payouts')
    .values({
      merchant_id: ctx.organizationId,
      payout_id: payout.id,
      provider: payout.provider.provider,
      provider_account: payout.provider.account,
      provider_reference: payout.reference,
      amount: nanosToText(payout.amount.nanos),
      currency: payout.amount.currency,
      status: payout.status,
      automatic: payout.automatic,
      arrives_at: payout.arrivesAt ?? null,
      created_at: payout.createdAt,
      updated_at: payout.updatedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['merchant_id', 'provider', 'provider_account', 'provider_reference'])
        .doNothing(),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Locked, so that each of its ends is booked once. */
export async function lockPayout(
  ctx: Ctx,
  { provider, account }: ProviderAccount,
  reference: string,
): Promise<Payout | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payouts')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('provider', '=', provider)
    .where('provider_account', '=', account)
    .where('provider_reference', '=', reference)
    .forUpdate()
    .executeTakeFirst()
  return row && open(row)
}

export type PayoutChange = {
  readonly status: PayoutStatus
  readonly failureCode?: string | undefined
  readonly settledAt?: Temporal.Instant
  readonly failedAt?: Temporal.Instant
}

export async function setPayout(ctx: Ctx, id: string, change: PayoutChange): Promise<void> {
  const { status, failureCode, settledAt, failedAt } = change
  await ctx.db
    .updateTable('tally.payouts')
    .set({
      status,
      updated_at: ctx.realNow,
      ...(failureCode !== undefined && { failure_code: failureCode }),
      ...(settledAt && { settled_at: settledAt }),
      ...(failedAt && { failed_at: failedAt }),
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('payout_id', '=', id)
    .execute()
}

export async function listPayouts(
  ctx: Ctx,
  { status, ...page }: Page & { readonly status?: PayoutStatus },
) {
  let some = ctx.db.selectFrom('tally.payouts').where('merchant_id', '=', ctx.organizationId)
  if (status !== undefined) some = some.where('status', '=', status)
  const { rows, total } = await newestFirst(some.select(columns), 'payout_id', page)
  return { rows: rows.map(open), total }
}

type Row = Pick<Selectable<Schema['tally.payouts']>, (typeof columns)[number]>

function open(row: Row): Payout {
  return {
    id: row.payout_id,
    provider: { provider: row.provider, account: row.provider_account },
    reference: row.provider_reference,
    amount: moneyOf(row),
    status: row.status as PayoutStatus,
    automatic: row.automatic,
    failureCode: row.failure_code ?? undefined,
    arrivesAt: row.arrives_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
