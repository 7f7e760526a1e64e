import { assert } from '@tallystick/core/assert.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { customerForBilling } from '../../customers/customer-for-billing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Taxation, taxesOfLines } from '../tax/taxes-of-lines.ts'
import type { Entered, Taxed } from './entered.ts'

export type TaxingOf = {
  readonly customerId: string
  /** Where somebody lives who is no customer yet. */
  readonly prospect?: Taxation['customer']['address'] | undefined
  /** Whether the subscription is exempt from tax altogether. */
  readonly exempt: boolean
  /** The last moment of what is billed. */
  readonly suppliedAt: Temporal.Instant
}

/** The same lines, each with its tax. Lines of one plan are asked for together. */
export async function taxed(
  ctx: Ctx,
  { customerId, prospect, exempt, suppliedAt }: TaxingOf,
  entered: readonly Entered[],
): Promise<readonly Taxed[]> {
  if (entered.length === 0) return []
  const customer = prospect
    ? { address: prospect, taxId: undefined, taxRates: {} }
    : await customerForBilling(ctx, customerId)
  assert(customer, 'a customer with an open invoice is there')
  const byTerms = Map.groupBy(entered, ({ terms: { planId, planTaxPercent, taxCode } }) =>
    [planId, planTaxPercent, taxCode].join(' '),
  )
  const known = new Map<Entered, Taxed>()
  for (const lines of byTerms.values()) {
    const [first] = lines
    if (!first) continue
    const { planId, planTaxPercent: planDefault, taxCode: planTaxCode } = first.terms
    const taxation = { customer, exempt, planId, planDefault, planTaxCode, suppliedAt }
    const taxes = await taxesOfLines(
      ctx,
      taxation,
      lines.map(({ about: { billableMetricId, feeId, billed } }) => ({
        billableMetricOrFeeId: billableMetricId ?? feeId,
        // What is paid in advance ends later: its tax is that of today.
        suppliedUntil: isAfter(billed.end, suppliedAt) ? undefined : billed.end,
      })),
    )
    for (const [at, line] of lines.entries()) {
      const tax = taxes[at]
      assert(tax, 'each line has its tax')
      known.set(line, { ...line, tax, behavior: line.terms.taxBehavior })
    }
  }
  return entered.flatMap((line) => known.get(line) ?? [])
}
