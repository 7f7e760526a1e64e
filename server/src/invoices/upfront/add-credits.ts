import { decimalZero } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { LineBasis } from '../calculation/basis.ts'
import type { Entered } from '../calculation/entered.ts'
import { insertLines, type NewLine } from '../line-store.ts'

/** Keeps credits for the next invoice of their subscription, or for the one that closes it. */
export async function addCredits(ctx: Ctx, credits: readonly Entered[]): Promise<void> {
  await insertLines(ctx, credits.map(waiting))
}

/** Tax is decided when it is taken. */
function waiting({ about, amount, basis }: Entered): NewLine {
  const known: Partial<LineBasis> = { ...basis, source: 'manual', amount: nanosToText(amount) }
  return {
    ...about,
    position: undefined,
    taxPercent: decimalZero,
    subtotal: amount,
    tax: 0n,
    total: amount,
    basis: known,
    calculatedAt: undefined,
  }
}
