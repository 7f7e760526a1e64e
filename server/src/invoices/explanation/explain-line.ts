import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { ExplainedLine } from '@tallystick/contract/invoice-explanation.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import { exactAmount } from '@tallystick/core/pricing/pricing.ts'
import { pricingOf, type TermsPrice } from '@tallystick/core/subscribing/terms.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import type { Static } from 'typebox'
import { decimalOf, nanosOf } from '../../platform/db/amounts.ts'
import type { Explained } from './recompute.ts'

export function explainLine(
  line: Explained,
  recomputed: boolean,
): Sent<Static<typeof ExplainedLine>> {
  const { basis, currency } = line
  const text = (nanos: bigint) => nanosToText(nanos, minorDigits(currency))
  const { percent, source, rule, state, note } = basis.tax
  return {
    lineItemId: line.id,
    displayName: line.displayName,
    type: line.type,
    cause: line.cause,
    price: basis.price && showPrice(basis.price),
    quantity: showQuantity(line),
    cycle: line.cycle && showPeriod(line.cycle),
    billed: showPeriod(line.billed),
    proration: basis.share && showShare(basis.share),
    cycleAmount: cycleAmount(line),
    alreadyBilledAmount: basis.before && text(nanosOf(basis.before.amount)),
    carriedFrom: basis.carriedFrom,
    rounding: { mode: 'half_away_from_zero', digits: minorDigits(currency) },
    roundedAmount: text(nanosOf(basis.amount)),
    cutAmount: text(nanosOf(basis.cut)),
    taxation: { percent, source, rule, state, note, behavior: basis.behavior, tax: text(line.tax) },
    subtotal: text(line.subtotal),
    tax: text(line.tax),
    total: text(line.total),
    recomputed,
  }
}

function showPrice({ priceId, displayName, paymentTerm, cadence, figures }: TermsPrice) {
  const { model, properties, pricing } = figures
  return {
    priceId,
    displayName,
    paymentTerm,
    cadence: cadence ?? 'plan',
    model: pricing?.model ?? model,
    properties: pricing ?? properties,
  }
}

function showQuantity({ basis, quantity, billableMetricId, customerId }: Explained) {
  const { source, usage, before } = basis
  return {
    value: formatDecimal(quantity),
    source,
    ...(billableMetricId !== undefined && { billableMetricId, customerId }),
    ...(usage && { from: usage.start, to: usage.end, ...(usage.asOf && { asOf: usage.asOf }) }),
    ...(before && { alreadyBilled: before.quantity }),
  }
}

const showPeriod = ({ start, end }: Period) => ({ start: `${start}`, end: `${end}` })

function showShare({
  numerator,
  denominator,
}: {
  readonly numerator: string
  readonly denominator: string
}) {
  return { nanoseconds: numerator, ofNanoseconds: denominator }
}

/** Exact, in major units; nothing is rounded here. */
function cycleAmount({ basis, quantity, unitPrice }: Explained): string {
  const { price, paid, carriedFrom, amount } = basis
  if (paid) return paid.price
  if (carriedFrom !== undefined) return amount
  const exact = price
    ? exactAmount(pricingOf(price.figures), decimalOf(basis.quantity))
    : unitPrice * quantity
  return exactText(exact)
}

/** Of units of 10^-30. */
function exactText(exact: bigint): string {
  const size = exact < 0n ? -exact : exact
  const digits = size.toString().padStart(31, '0')
  const fraction = digits.slice(-30).replace(/0+$/, '')
  const whole = digits.slice(0, -30)
  return `${exact < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`
}
