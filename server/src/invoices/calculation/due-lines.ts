import { type Decimal, decimalFromInteger, formatDecimal } from '@tallystick/core/money/decimal.ts'
import {
  advanceLines,
  arrearsLines,
  type DueLine,
  dueAmount,
  periodFrom,
  type Span,
} from '@tallystick/core/subscribing/schedule.ts'
import { termsToText } from '@tallystick/core/subscribing/terms.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { type MeterReading, readMeters } from '../../metering/read-meter.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { BilledUsage } from '../billed-store.ts'
import { lineIdOf } from '../line-id.ts'
import type { InvoiceRow } from '../store.ts'
import { type Entered, isRebate, unitPriceOf } from './entered.ts'

/** The period that an invoice closes, and the one that it pays ahead. */
export type Closing = {
  readonly invoice: Pick<InvoiceRow, 'id' | 'subscriptionId' | 'customerId' | 'period' | 'currency'>
  readonly span: Span
  /** Undefined when nothing follows, or its fees are billed already. */
  readonly ahead: { readonly span: Span; readonly period: Period } | undefined
  /** No other one will be issued before it: what waits for the next invoice goes on this one. */
  readonly isNext: boolean
}

/** The period after this one, as it would be if nothing changes. */
export function expectedNext(span: Span, { end }: Period): NonNullable<Closing['ahead']> {
  return { span, period: periodFrom(span.terms, end) }
}

/** Who knows what was used. */
export type ReadMeters = typeof readMeters

export type DueOutcome = {
  readonly entered: readonly Entered[]
  readonly billed: readonly BilledUsage[]
}

/** What the terms make due: arrears and usage of the period that closes, fees of the one that follows. */
export async function enterDueLines(
  ctx: Ctx,
  closing: Closing,
  read: ReadMeters = readMeters,
): Promise<DueOutcome> {
  const { invoice, span, ahead } = closing
  const arrears = arrearsLines(span, invoice.period)
  const advance = ahead ? advanceLines(ahead.span, ahead.period) : []
  const metered = arrears.filter(({ usage }) => usage !== undefined)
  const readings = await readingsOf(metered, closing, (requests) => read(ctx, requests))

  const fees = arrears.filter(({ usage }) => usage === undefined)
  return {
    entered: [
      ...metered.map((line) => enterUsage(closing, line, readings.get(line))),
      ...fees.map((line) => enterFee(closing, { line, span })),
      ...advance.map((line) => enterFee(closing, { line, span: ahead?.span ?? span })),
    ].filter(isWorthALine),
    billed: metered
      .filter(({ usage }) => usage && isBefore(usage.start, usage.end))
      .map((line) => billedOf(closing, line, readings.get(line))),
  }
}

/** Usage that there was not, and that costs nothing, is no line. A fee of 0.00 is one. */
function isWorthALine({ about, amount }: Entered): boolean {
  return about.type !== 'metered' || amount !== 0n || about.quantity !== 0n
}

/** Prices of one metric and stretch, a charge and its rebate, share one reading. */
async function readingsOf(
  lines: readonly DueLine[],
  { invoice: { customerId } }: Closing,
  read: (requests: Parameters<ReadMeters>[1]) => ReturnType<ReadMeters>,
): Promise<ReadonlyMap<DueLine, MeterReading>> {
  const requests = new Map<string, Parameters<typeof readMeters>[1][number]>()
  const keyOf = ({ price, usage }: DueLine) =>
    `${price.billableMetricId} ${usage?.start} ${usage?.end}`
  for (const line of lines) {
    const { billableMetricId } = line.price
    const { start: from, end: to } = line.usage ?? line.billed
    if (billableMetricId === undefined || !isBefore(from, to)) continue
    requests.set(keyOf(line), { billableMetricId, customerId, from, to })
  }
  const readings = await read([...requests.values()])
  const byKey = new Map([...requests.keys()].map((key, at) => [key, readings[at]]))
  return new Map(
    lines.flatMap((line) => {
      const reading = byKey.get(keyOf(line))
      return reading ? [[line, reading] as const] : []
    }),
  )
}

type Fee = { readonly line: DueLine; readonly span: Span }

function enterFee({ invoice }: Closing, { line, span }: Fee): Entered {
  const { price, share } = line
  const quantity = decimalFromInteger(BigInt(price.quantity))
  const amount = dueAmount(line, invoice.currency)
  return {
    about: { ...aboutOf(invoice, line), type: 'fee', cause: 'charge', quantity },
    amount,
    givesBack: 'credit',
    terms: span.terms,
    basis: {
      source: 'fee',
      price,
      quantity: formatDecimal(quantity),
      share: textOf(share),
    },
  }
}

function enterUsage(closing: Closing, line: DueLine, reading: MeterReading | undefined): Entered {
  const { invoice, span } = closing
  const { price, usage, share } = line
  const { quantity, asOf } = quantityOf(reading)
  const isBack = isRebate(price)
  return {
    about: {
      ...aboutOf(invoice, line),
      type: 'metered',
      cause: isBack ? 'rebate' : 'charge',
      quantity,
    },
    amount: dueAmount(line, invoice.currency, quantity),
    givesBack: isBack ? 'rebate' : 'credit',
    terms: span.terms,
    basis: {
      source: 'meter',
      price,
      quantity: formatDecimal(quantity),
      share: textOf(share),
      usage: usage && { start: `${usage.start}`, end: `${usage.end}`, asOf: `${asOf ?? ''}` },
    },
  }
}

function quantityOf(reading: MeterReading | undefined) {
  return { quantity: reading?.quantity ?? (0n as Decimal), asOf: reading?.asOf }
}

function textOf({ numerator, denominator }: DueLine['share']) {
  if (numerator === denominator) return undefined
  return { numerator: `${numerator}`, denominator: `${denominator}` }
}

function aboutOf(invoice: Closing['invoice'], line: DueLine) {
  const { price, term, cycle, billed } = line
  const { id: invoiceId, subscriptionId, customerId, currency, period } = invoice
  return {
    id: lineIdOf(subscriptionId, line.key),
    invoiceId,
    subscriptionId,
    customerId,
    currency,
    priceId: price.priceId,
    feeId: price.feeId,
    billableMetricId: price.billableMetricId,
    itemId: undefined,
    paymentTerm: term,
    displayName: price.displayName,
    description: undefined,
    cycle: cycle ?? billed,
    billed,
    invoiceAt: period.end,
    unitPrice: unitPriceOf(price),
  }
}

function billedOf(
  { invoice, span }: Closing,
  line: DueLine,
  reading: MeterReading | undefined,
): BilledUsage {
  const { price, billed, usage } = line
  const { quantity, asOf } = quantityOf(reading)
  return {
    priceId: price.priceId,
    billableMetricId: price.billableMetricId ?? '',
    billed: usage ?? billed,
    basis: { price, terms: termsToText({ ...span.terms, prices: [] }) },
    quantity,
    amount: dueAmount(line, invoice.currency, quantity),
    invoiceId: invoice.id,
    readAt: asOf ?? billed.end,
  }
}
