import type { Decimal } from '@tallystick/core/money/decimal.ts'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf, nanosOf } from '../platform/db/amounts.ts'
import { findTerms } from './organizations/store.ts'

/** What the platform takes from this merchant. */
export type FeeTerms = {
  /** 2 is 2 %. */
  readonly percent: Decimal
  /** Nanos per paid invoice or one-off payment, by currency; absent is none. */
  readonly fixed: ReadonlyMap<string, bigint>
}

/** A merchant for whom the platform has set nothing pays nothing. */
export async function feeTermsOf(ctx: Ctx): Promise<FeeTerms> {
  const row = await findTerms(ctx)
  const fixed = Object.entries((row?.fee_fixed ?? {}) as Record<string, string>)
  return {
    percent: decimalOf(row?.fee_percent ?? '0'),
    fixed: new Map(fixed.map(([currency, text]) => [currency, nanosOf(text)])),
  }
}
