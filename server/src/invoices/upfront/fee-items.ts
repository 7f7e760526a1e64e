import { decimalFromInteger, formatDecimal } from '@tallystick/core/money/decimal.ts'
import {
  advanceLines,
  type DueLine,
  dueAmount,
  type Span,
  type UnusedAdvance,
} from '@tallystick/core/subscribing/schedule.ts'
import type { BillingTerms } from '@tallystick/core/subscribing/terms.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { type Entered, unitPriceOf } from '../calculation/entered.ts'
import { lineIdOf } from '../line-id.ts'

/** Whose fees they are. */
export type FeePayer = {
  readonly subscriptionId: string
  readonly customerId: string
  /** When they become due. */
  readonly at: Temporal.Instant
  /**
   * The number of the period with which a change of the plan bills them. Plans share prices, and may change at one and
   * the same moment: each change has lines of its own.
   */
  readonly change?: number | undefined
}

/** What is charged in advance for an opening period. */
export function chargesOf(payer: FeePayer, span: Span, period: Period): readonly Entered[] {
  return advanceLines(span, period).map((line) => enterFee(payer, span.terms, line))
}

/** What of a fee that was charged in advance is given back: its unused part, exactly. */
export function creditOf(
  payer: FeePayer,
  terms: BillingTerms,
  { line, unused, share }: UnusedAdvance,
): Entered {
  const key = `${line.key} unused ${unused.start}`
  const entered = enterFee(payer, terms, { ...line, key, billed: unused, share })
  const { about, amount } = entered
  return { ...entered, about: { ...about, cause: 'credit' }, amount: -amount }
}

/** The id of the line that bills a fee in advance. */
export function feeLineId(
  { subscriptionId, change }: Pick<FeePayer, 'subscriptionId' | 'change'>,
  key: string,
): string {
  return lineIdOf(subscriptionId, change === undefined ? key : `${key} change ${change}`)
}

function enterFee(payer: FeePayer, terms: BillingTerms, line: DueLine): Entered {
  const { subscriptionId, customerId, at } = payer
  const { price, key, cycle, billed, share } = line
  const quantity = decimalFromInteger(BigInt(price.quantity))
  const { numerator, denominator } = share
  return {
    about: {
      id: feeLineId(payer, key),
      invoiceId: undefined,
      subscriptionId,
      customerId,
      type: 'fee',
      cause: 'charge',
      priceId: price.priceId,
      feeId: price.feeId,
      billableMetricId: undefined,
      itemId: undefined,
      paymentTerm: 'in_advance',
      displayName: price.displayName,
      description: undefined,
      cycle: cycle ?? billed,
      billed,
      invoiceAt: at,
      currency: terms.currency,
      quantity,
      unitPrice: unitPriceOf(price),
    },
    amount: dueAmount({ price, share }, terms.currency),
    givesBack: 'credit',
    terms,
    basis: {
      source: 'fee',
      price,
      quantity: formatDecimal(quantity),
      share:
        numerator === denominator
          ? undefined
          : { numerator: `${numerator}`, denominator: `${denominator}` },
    },
  }
}
