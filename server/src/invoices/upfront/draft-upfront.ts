import type { Currency } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Entered } from '../calculation/entered.ts'
import { type Summed, type Sums, sumUp } from '../calculation/sum-up.ts'
import { taxBlock } from '../calculation/tax-block.ts'
import { type TaxingOf, taxed } from '../calculation/tax-lines.ts'
import type { Totals } from '../issue-store.ts'

/** What an invoice of fees that are due at once says. Amounts in nanos. */
export type UpfrontDraft = {
  readonly summed: readonly Summed[]
  readonly totals: Totals
}

export type Upfront = TaxingOf & {
  readonly currency: Currency
  readonly entered: readonly Entered[]
}

/** Taxes and sums up what is due at once; undefined when that is nothing. */
export async function draftUpfront(
  ctx: Ctx,
  { entered, currency, ...taxing }: Upfront,
): Promise<UpfrontDraft | undefined> {
  if (entered.length === 0) return undefined
  const { summed, sums } = sumUp(await taxed(ctx, taxing, entered), currency)
  return { summed, totals: totalsOf(ctx, { summed, sums, currency }) }
}

type Drafted = {
  readonly summed: readonly Summed[]
  readonly sums: Sums
  readonly currency: Currency
}

function totalsOf(ctx: Ctx, { summed, sums, currency }: Drafted): Totals {
  const tax = taxBlock(ctx, summed, { totalTax: sums.totalTax, currency })
  return { ...sums, paidOutNet: 0n, paidOutTax: 0n, itemCount: summed.length, tax }
}
