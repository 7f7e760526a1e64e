import { type Currency, isCurrency } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type FieldError, invalid } from '../platform/problem.ts'
import { findCurrencies } from './lookups.ts'

/** What a merchant shall sell in; a 400 names each that money cannot be counted in. */
export function readCurrencies(codes: readonly string[] | undefined) {
  const wrong = [...(codes ?? []).entries()].filter(([, code]) => !isCurrency(code))
  if (wrong.length === 0) return codes
  throw invalid(
    ...wrong.map(([at]) => ({
      field: `supportedCurrencies.${at}`,
      message: 'must be a currency of ISO 4217',
      code: 'invalid_value',
    })),
  )
}

/** The currency of something that the organization of the context sells; what is wrong with it is added to the errors. */
export async function readSoldCurrency(
  ctx: Ctx,
  code: string,
  errors: FieldError[],
): Promise<Currency | undefined> {
  const sold = await findCurrencies(ctx)
  if (isCurrency(code) && sold.includes(code)) return code
  const message = `must be a currency that the merchant sells in: ${sold.join(', ')}`
  errors.push({ field: 'currency', message, code: 'invalid_value' })
  return undefined
}
