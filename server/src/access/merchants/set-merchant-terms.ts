import type { Ctx } from '../../platform/ctx.ts'
import { setTerms } from './store.ts'

/** What the platform takes of a price, in percent, and per paid invoice or one-off payment, by currency. */
export type MerchantTerms = {
  readonly percent: string
  readonly fixed?: Readonly<Record<string, string>>
}

/** Set by the platform alone, and always as a whole. */
export function setMerchantTerms(
  ctx: Ctx,
  merchantId: string,
  { percent, fixed = {} }: MerchantTerms,
): Promise<void> {
  return setTerms(ctx, merchantId, { percent, fixed })
}
