import type { ExpectedLine } from '@tallystick/contract/subscription-plan-change.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { type Currency, moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import type { Summed } from '../invoices/calculation/sum-up.ts'

type Expected = {
  readonly summed: readonly Summed[]
  readonly totals: {
    readonly subtotal: bigint
    readonly totalTax: bigint
    readonly grandTotal: bigint
  }
}

/** What an invoice would say that there is not yet; nothing, where there would be none. */
export function showExpected(currency: Currency, expected: Expected | undefined) {
  const text = (nanos: bigint) => moneyToText({ nanos, currency })
  const { subtotal = 0n, totalTax = 0n, grandTotal = 0n } = expected?.totals ?? {}
  return {
    currency,
    lines: (expected?.summed ?? []).map((each) => showLine(each, text)),
    subtotal: text(subtotal),
    totalTax: text(totalTax),
    grandTotal: text(grandTotal),
  }
}

function showLine(
  { entered, line }: Summed,
  text: (nanos: bigint) => string,
): Static<typeof ExpectedLine> {
  const { about, amount, basis } = entered
  return {
    type: about.type === 'metered' ? 'metered' : 'fee',
    cause: about.cause === 'credit' || about.cause === 'rebate' ? about.cause : 'charge',
    displayName: about.displayName,
    periodStart: about.billed.start.toString(),
    periodEnd: about.billed.end.toString(),
    quantity: formatDecimal(about.quantity),
    unitPrice: formatDecimal(about.unitPrice),
    prorated: basis.share !== undefined,
    taxRate: formatDecimal(line.taxPercent),
    amount: text(amount),
    subtotal: text(line.subtotal),
    tax: text(line.tax),
    total: text(line.total),
  }
}
