import { type Currency, minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Summed } from './sum-up.ts'

/**
 * How the tax was estimated and confirmed; undefined where no tax provider decided anything. The built-in provider
 * decides by its own table when it is billed, so estimate and outcome are the same.
 */
export function taxBlock(
  ctx: Ctx,
  summed: readonly Summed[],
  { totalTax, currency }: { readonly totalTax: bigint; readonly currency: Currency },
) {
  if (!summed.some(({ entered }) => entered.tax.source === 'provider')) return undefined
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  return {
    estimatedTax: text(totalTax),
    actualTax: text(totalTax),
    difference: text(0n),
    adjustmentNeeded: false,
    adjustmentApplied: false,
    reconciled: true,
    reconciledAt: ctx.now.toString(),
  }
}
