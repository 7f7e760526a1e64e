import { type AppliedTax, type TaxRates, taxOfLine } from '@tallystick/core/invoicing/tax-rate.ts'
import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { taxSeller } from '../../access/billing-settings/tax-seller.ts'
import type { BillingCustomer } from '../../customers/customer-for-billing.ts'
import { taxBuyer } from '../../customers/tax-buyers.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { taxProvider } from '../../taxes/provider-in-use.ts'

export type Taxation = {
  readonly customer: Pick<BillingCustomer, 'address' | 'taxId'> & { readonly taxRates: TaxRates }
  /** Whether the subscription is exempt from tax altogether. */
  readonly exempt: boolean
  readonly planId: string
  /** The plan's default rate, 13 for 13 %. */
  readonly planDefault: Decimal
  readonly planTaxCode: string
  /** When what is billed is supplied: the end of the period, or the moment of an upfront fee. */
  readonly suppliedAt: Temporal.Instant
}

/** Only what a line prices may change its rate; a manual line prices nothing. */
export type LineToTax = { readonly billableMetricOrFeeId?: string | undefined }

/** The tax of each line, in their order: who decided it, the rate, and what the document says about it. */
export async function taxesOfLines(
  ctx: Ctx,
  taxation: Taxation,
  lines: readonly LineToTax[],
): Promise<readonly AppliedTax[]> {
  const { customer, exempt, planId, planDefault, planTaxCode, suppliedAt } = taxation
  const provided = await taxProvider.taxOf({
    seller: await taxSeller(ctx),
    buyer: taxBuyer(customer),
    date: suppliedAt.toZonedDateTimeISO('UTC').toPlainDate(),
    lines: lines.map(() => ({ taxCode: planTaxCode })),
  })
  return lines.map(({ billableMetricOrFeeId }, position) =>
    taxOfLine({
      exempt,
      customerRates: customer.taxRates,
      billableMetricOrFeeId,
      planId,
      provided: provided[position],
      planDefault,
    }),
  )
}
