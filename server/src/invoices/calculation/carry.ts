import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { NewLine } from '../line-store.ts'
import type { LineBasis } from './basis.ts'
import { owedOf, type Summed } from './sum-up.ts'

/** Credits of which the invoice could not take all. What is cut from a rebate lapses. */
function creditsCut(summed: readonly Summed[]): readonly Summed[] {
  return summed.filter(({ cut, entered }) => cut > 0n && entered.givesBack === 'credit')
}

/** What could not be taken, as lines that wait for the next invoice. */
export function carriedOver(ctx: Ctx, summed: readonly Summed[]): readonly NewLine[] {
  return creditsCut(summed).map(({ line, cut, entered }) => {
    const basis: Partial<LineBasis> = {
      source: 'manual',
      quantity: formatDecimal(line.quantity),
      amount: nanosToText(-cut),
      carriedFrom: line.id,
      ...(entered.basis.price && { price: entered.basis.price }),
    }
    return {
      ...line,
      id: newId('invoiceLine'),
      invoiceId: undefined,
      position: undefined,
      cause: 'credit',
      invoiceAt: ctx.now,
      subtotal: -cut,
      tax: 0n,
      total: -cut,
      basis,
    }
  })
}

/** What could not be taken, when there is no next invoice: net and tax that the customer gets as funds. */
export function paidOut(summed: readonly Summed[]): { readonly net: bigint; readonly tax: bigint } {
  return creditsCut(summed)
    .map(owedOf)
    .reduce((sum, { net, tax }) => ({ net: sum.net + net, tax: sum.tax + tax }), nothing)
}

const nothing = { net: 0n, tax: 0n }
