import type { Ctx } from '../../platform/ctx.ts'
import type { AccountState } from '../providers/provider.ts'

export type PaymentAccount = Omit<AccountState, 'merchantId'> & {
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'account',
  'country',
  'charges_enabled',
  'payouts_enabled',
  'details_submitted',
  'requirements',
  'disabled_reason',
  'created_at',
  'updated_at',
] as const

export async function findPaymentAccount(ctx: Ctx): Promise<PaymentAccount | undefined> {
  const row = await ctx.db
    .selectFrom('tally.payment_accounts')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .executeTakeFirst()
  return (
    row && {
      account: row.account,
      country: row.country,
      chargesEnabled: row.charges_enabled,
      payoutsEnabled: row.payouts_enabled,
      detailsSubmitted: row.details_submitted,
      requirements: row.requirements,
      disabledReason: row.disabled_reason ?? undefined,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  )
}

/** False when there is one: the first of two that open an account at once is kept; with the same key the provider gave both the same one. */
export async function insertPaymentAccount(ctx: Ctx, state: AccountState): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tally.payment_accounts')
    .values({
      merchant_id: ctx.organizationId,
      account: state.account,
      country: state.country,
      ...changing(state),
      created_at: ctx.realNow,
      updated_at: ctx.realNow,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function setPaymentAccount(ctx: Ctx, state: AccountState): Promise<void> {
  await ctx.db
    .updateTable('tally.payment_accounts')
    .set({ ...changing(state), updated_at: ctx.realNow })
    .where('merchant_id', '=', ctx.organizationId)
    .where('account', '=', state.account)
    .execute()
}

function changing(state: AccountState) {
  return {
    charges_enabled: state.chargesEnabled,
    payouts_enabled: state.payoutsEnabled,
    details_submitted: state.detailsSubmitted,
    requirements: [...state.requirements],
    disabled_reason: state.disabledReason ?? null,
  }
}
