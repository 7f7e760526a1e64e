import { type Money, nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { moneyOf } from '../../platform/db/amounts.ts'

/** Money between the platform's account and a merchant's, or back. */
export type Transfer = {
  readonly id: string
  readonly kind: 'transfer' | 'reversal'
  readonly account: string
  /** The provider's transfer of which a reversal takes something back. */
  readonly reversedReference: string | undefined
  readonly amount: Money
  /** When it was written down. */
  readonly createdAt: Temporal.Instant
}

/** Refused by the database while another one of the currency is in flight. */
export async function insertTransfer(ctx: Ctx, transfer: Transfer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.transfers')
    .values({
      merchant_id: ctx.organizationId,
      transfer_id: transfer.id,
      kind: transfer.kind,
      account: transfer.account,
      reversed_reference: transfer.reversedReference ?? null,
      amount: nanosToText(transfer.amount.nanos),
      currency: transfer.amount.currency,
      status: 'created',
      created_at: transfer.createdAt,
      updated_at: transfer.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

const columns = [
  'transfer_id',
  'kind',
  'account',
  'reversed_reference',
  'amount',
  'currency',
  'created_at',
] as const

/** Written down, and nobody knows whether the provider was asked. */
export async function listInFlight(ctx: Ctx): Promise<readonly Transfer[]> {
  const rows = await ctx.db
    .selectFrom('tally.transfers')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .where('status', '=', 'created')
    .orderBy('currency')
    .execute()
  return rows.map((row) => ({
    id: row.transfer_id,
    kind: row.kind as Transfer['kind'],
    account: row.account,
    reversedReference: row.reversed_reference ?? undefined,
    amount: moneyOf(row),
    createdAt: row.created_at,
  }))
}

export type TransferEnd =
  | { readonly status: 'succeeded'; readonly providerReference: string }
  | { readonly status: 'failed'; readonly failureCode: string }

/** False when it has ended before: then its end is booked. */
export async function endTransfer(ctx: Ctx, id: string, end: TransferEnd): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('tally.transfers')
    .set({
      status: end.status,
      updated_at: ctx.realNow,
      ...(end.status === 'succeeded'
        ? { provider_reference: end.providerReference }
        : { failure_code: end.failureCode }),
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('transfer_id', '=', id)
    .where('status', '=', 'created')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
