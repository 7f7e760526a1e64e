import type { Address } from '@tallystick/contract/schemas.ts'
import type { Selectable } from 'kysely'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import type { Schema } from '../../platform/db/schema.gen.ts'

export type TaxRegistration = {
  /** Member state of the EU, ISO 3166-1 alpha-2. */
  readonly country: string
  readonly scheme: 'standard' | 'oss'
}

export type SellerTaxId = { readonly type: 'vat' | 'local'; readonly value: string }

/** Who sells, as documents show it and as tax asks for it. */
export type Seller = {
  readonly legalName?: string | undefined
  readonly address?: Static<typeof Address> | undefined
  readonly taxIds: readonly SellerTaxId[]
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly website?: string | undefined
}

export type NoticeKind = 'renewalReminder' | 'invoiceIssued' | 'invoicePaid' | 'paymentFailed'

/** What stands sealed in the details. */
type Details = {
  readonly seller: Seller
  readonly invoiceNotes?: string | undefined
  readonly invoiceFooter?: string | undefined
  readonly replyTo?: string | undefined
}

/** How a merchant bills. */
export type BillingSettings = Details & {
  /** How long after the end of a period its invoice is issued; nothing to seven days. */
  readonly gracePeriod: Temporal.Duration
  /** What becomes of a subscription when the last retry of an unpaid invoice has failed. */
  readonly afterDunning: 'keep' | 'terminate'
  /** Whether invoices are issued by themselves, for plans that do not say. */
  readonly autoApprove: boolean
  readonly taxRegistrations: readonly TaxRegistration[]
  readonly notices: Readonly<Record<NoticeKind, boolean>>
  /** Undefined while nothing was ever set. */
  readonly updatedAt: Temporal.Instant | undefined
}

export const defaultSettings: BillingSettings = {
  gracePeriod: Temporal.Duration.from('P1D'),
  afterDunning: 'keep',
  autoApprove: true,
  taxRegistrations: [],
  notices: { renewalReminder: true, invoiceIssued: true, invoicePaid: true, paymentFailed: true },
  seller: { taxIds: [] },
  updatedAt: undefined,
}

const columns = [
  'merchant_id',
  'grace_period',
  'after_dunning',
  'auto_approve',
  'tax_registrations',
  'notices',
  'details',
  'updated_at',
] as const
const place = (row: string) => ({ table: 'billing_settings', column: 'details', row })

export async function findSettings(ctx: Ctx): Promise<BillingSettings | undefined> {
  const row = await ctx.db
    .selectFrom('tally.billing_settings')
    .select(columns)
    .where('merchant_id', '=', ctx.organizationId)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function setSettings(ctx: Ctx, settings: BillingSettings): Promise<BillingSettings> {
  const { seller, invoiceNotes, invoiceFooter, replyTo } = settings
  const details: Details = { seller, invoiceNotes, invoiceFooter, replyTo }
  const values = {
    grace_period: settings.gracePeriod.toString(),
    after_dunning: settings.afterDunning,
    auto_approve: settings.autoApprove,
    tax_registrations: JSON.stringify(settings.taxRegistrations),
    notices: settings.notices,
    details: ctx.seals.seal(place(ctx.organizationId), details),
    updated_at: ctx.now,
  }
  const row = await ctx.db
    .insertInto('tally.billing_settings')
    .values({ merchant_id: ctx.organizationId, ...values })
    .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(values))
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

function open(ctx: Ctx, row: Selectable<Schema['tally.billing_settings']>): BillingSettings {
  return {
    gracePeriod: Temporal.Duration.from(row.grace_period),
    afterDunning: row.after_dunning as BillingSettings['afterDunning'],
    autoApprove: row.auto_approve,
    taxRegistrations: row.tax_registrations as BillingSettings['taxRegistrations'],
    notices: {
      ...defaultSettings.notices,
      ...(row.notices as Partial<BillingSettings['notices']>),
    },
    ...ctx.seals.open<Details>(place(row.merchant_id), row.details),
    updatedAt: row.updated_at,
  }
}
