import type { Input } from '@tallystick/contract/endpoint.ts'
import type { lineItems } from '@tallystick/contract/line-items.ts'
import { type Decimal, decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { lineAmount } from '@tallystick/core/pricing/pricing.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Period } from '@tallystick/core/time/period.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readInstant } from '../platform/http/instant.ts'
import { newId } from '../platform/ids.ts'
import { type FieldError, invalid, notFound, Problem } from '../platform/problem.ts'
import type { Billing } from './billing.ts'
import type { LineRow, NewLine } from './line-store.ts'
import { listOpenInvoices } from './list-store.ts'
import { findLineByKey, insertManualLine, type Keyed } from './manual-store.ts'
import { lockInvoice } from './store.ts'

type Request = Input<(typeof lineItems)['createLineItem']>['body']
type Outcome = { readonly created: boolean; readonly line: LineRow }

/** Where a line goes: on an open invoice that is named, or on the next one of a subscription. */
type Target = {
  readonly subscriptionId: string
  readonly customerId: string
  readonly currency: Currency
  readonly invoiceId: string | undefined
  /** What it is for, if the merchant does not say. */
  readonly period: Period
}

/** Writes a line by hand, once per key; negative is a credit. It is invoiced with what the subscription owes next. */
export async function createLineItem(
  ctx: Ctx,
  billing: Billing,
  request: Request,
): Promise<Outcome> {
  const written = read(request)
  const target = await targetOf(ctx, billing, request)
  if (target.currency !== request.currency.toUpperCase()) {
    const message = `The subscription is billed in ${target.currency}, not in ${request.currency}.`
    throw new Problem('CURRENCY_MISMATCH', message)
  }
  const own = await atTimeOf(ctx, target.customerId)
  const keyed = keyedBy(ctx, request)
  const line = await insertManualLine(own, lineOf(own, target, written), keyed)
  if (line) return { created: true, line }
  return { created: false, line: await first(ctx, keyed) }
}

type Written = Pick<
  NewLine,
  'displayName' | 'description' | 'quantity' | 'unitPrice' | 'itemId'
> & {
  readonly invoiceAt: Temporal.Instant | undefined
  readonly start: Temporal.Instant | undefined
  readonly end: Temporal.Instant | undefined
}

function read(request: Request): Written {
  const errors: FieldError[] = []
  if ((request.subscriptionId === undefined) === (request.invoiceId === undefined)) {
    errors.push(mistake('subscriptionId', 'is given, or invoiceId is: one of the two'))
  }
  if (request.itemId !== undefined && request.itemId !== null) {
    errors.push(mistake('itemId', 'does not exist', 'not_found'))
  }
  const at = (field: 'invoiceAt' | 'periodStart' | 'periodEnd') =>
    readInstant(field, request[field] ?? undefined, errors)
  const [start, end, invoiceAt] = [at('periodStart'), at('periodEnd'), at('invoiceAt')]
  if (start && end && !isBefore(start, end)) {
    errors.push(mistake('periodEnd', 'must be after periodStart'))
  }
  const quantity = readNumber('quantity', request.quantity, errors)
  const unitPrice = readNumber('unitPrice', request.unitPrice, errors)
  if (errors.length > 0) throw invalid(...errors)
  const { displayName, description } = request
  const about = { displayName, description: description ?? undefined, itemId: undefined }
  return { ...about, quantity, unitPrice, invoiceAt, start, end }
}

/** JSON numbers arrive exact, or not at all; what has more digits than a price can have is refused. */
function readNumber(field: string, value: number, errors: FieldError[]): Decimal {
  const text = String(value)
  const exact = decimal(/e/.test(text) ? value.toFixed(15) : text)
  if (exact === undefined || (value !== 0 && exact === 0n)) {
    errors.push(mistake(field, 'has more digits than a price can have', 'invalid_format'))
  }
  return exact ?? decimalZero
}

const mistake = (field: string, message: string, code = 'out_of_range'): FieldError => ({
  field,
  message,
  code,
})

async function targetOf(ctx: Ctx, billing: Billing, request: Request): Promise<Target> {
  if (request.invoiceId !== undefined) {
    // Locked, so that it is not issued at the same moment without this line.
    const invoice = await lockInvoice(ctx, request.invoiceId)
    if (!invoice) throw notFound()
    if (invoice.status !== 'ACTIVE' && invoice.status !== 'CLOSING') throw notOpen(invoice.status)
    return { ...invoice, invoiceId: invoice.id }
  }
  const subscription = await billing.subscriptionOf(ctx, request.subscriptionId ?? '')
  if (!subscription) throw notFound()
  const [open] = await listOpenInvoices(ctx, subscription.id)
  if (!open && subscription.status === 'terminated') throw notOpen(subscription.status)
  const now = { start: ctx.now, end: ctx.now }
  const { id: subscriptionId, customerId, currency } = subscription
  return { subscriptionId, customerId, currency, invoiceId: undefined, period: open?.period ?? now }
}

function notOpen(status: string): Problem {
  return new Problem('INVOICE_NOT_OPEN', `There is no open invoice for this line: ${status}.`)
}

function keyedBy(ctx: Ctx, request: Request): Keyed | undefined {
  const { idempotencyKey, ...rest } = request
  if (idempotencyKey === undefined || idempotencyKey === null) return undefined
  return {
    key: ctx.seals.index('invoice_lines', 'idempotency_key', idempotencyKey),
    fingerprint: ctx.seals.index('invoice_lines', 'fingerprint', JSON.stringify(sorted(rest))),
  }
}

function sorted(body: object) {
  return Object.entries(body).toSorted(([left], [right]) => (left < right ? -1 : 1))
}

async function first(ctx: Ctx, keyed: Keyed | undefined): Promise<LineRow> {
  const found = keyed && (await findLineByKey(ctx, keyed.key))
  if (!found || !keyed.fingerprint.equals(found.fingerprint ?? Buffer.alloc(0))) {
    throw new Problem('IDEMPOTENCY_KEY_REUSED', 'This idempotencyKey was used for another line.')
  }
  return found.line
}

function lineOf(ctx: Ctx, target: Target, written: Written): NewLine {
  const { invoiceAt, start, end, ...about } = written
  const { period, ...place } = target
  const nanos = lineAmount(written.unitPrice * written.quantity, target.currency)
  return {
    ...about,
    id: newId('invoiceLine'),
    invoiceId: place.invoiceId,
    subscriptionId: place.subscriptionId,
    customerId: place.customerId,
    currency: place.currency,
    position: undefined,
    type: 'manual',
    cause: nanos < 0n ? 'credit' : 'charge',
    priceId: undefined,
    feeId: undefined,
    billableMetricId: undefined,
    paymentTerm: undefined,
    cycle: undefined,
    billed: { start: start ?? period.start, end: end ?? start ?? period.end },
    invoiceAt: (place.invoiceId === undefined ? invoiceAt : undefined) ?? ctx.now,
    taxPercent: decimalZero,
    subtotal: nanos,
    tax: 0n,
    total: nanos,
    basis: {},
    calculatedAt: undefined,
  }
}
