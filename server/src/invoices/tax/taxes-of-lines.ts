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
  /** When what does not say otherwise is supplied: when it is billed. */
  readonly suppliedAt: Temporal.Instant
}

export type LineToTax = {
  /** What the line prices; a manual line prices nothing. */
  readonly billableMetricOrFeeId?: string | undefined
  /** The first instant after what is billed in arrears: the rate is that of the last day of it. */
  readonly suppliedUntil?: Temporal.Instant | undefined
}

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
    lines: lines.map(({ suppliedUntil }) => ({
      taxCode: planTaxCode,
      date: dayOf(suppliedUntil?.subtract({ milliseconds: 1 }) ?? suppliedAt),
    })),
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

const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('UTC').toPlainDate()
