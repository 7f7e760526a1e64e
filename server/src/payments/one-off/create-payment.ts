import type { Input } from '@tallystick/contract/endpoint.ts'
import type { payments } from '@tallystick/contract/payments.ts'
import { assert } from '@tallystick/core/assert.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { openPaymentSession } from '../open-payment-session.ts'
import { readCurrency, readPageExpiry, readPayable } from '../read-request.ts'
import { findPaymentByKey, insertPayment, type OneOffPayment } from './store.ts'

type Request = Input<(typeof payments)['createPayment']>['body']
type Outcome = { readonly created: boolean; readonly payment: OneOffPayment }

/** Asks somebody for an amount, once per key of the request. */
export async function createPayment(realCtx: Ctx, request: Request): Promise<Outcome> {
  const ctx = await atTimeOf(realCtx, request.customerId)
  const payment = await read(ctx, request)
  if (!(await insertPayment(ctx, payment))) {
    const first = await findPaymentByKey(ctx, payment.idempotencyKey ?? '')
    assert(first, 'the key is taken by a payment')
    return { created: false, payment: first }
  }
  const { id, customerId, amount, reference, expiresAt, lineItems = [] } = payment
  await openPaymentSession(ctx, {
    entityType: 'payment',
    entityId: id,
    customerId,
    amount,
    breakdown:
      lineItems.length > 0
        ? lineItems.map((line) => ({
            label:
              line.quantity === 1 ? line.description : `${line.description} × ${line.quantity}`,
            amount: line.amount,
          }))
        : [{ label: reference ?? 'Payment', amount: moneyToText(amount) }],
    description: reference,
    label: reference,
    expiresAt,
    redirectUrls: {
      onSuccess: request.successRedirectUrl,
      onFailure: request.failureRedirectUrl,
    },
    saveMethod: request.savePaymentMethod ? 'required' : 'no',
    mode: 'payment',
  })
  return { created: true, payment }
}

async function read(ctx: Ctx, request: Request): Promise<OneOffPayment> {
  const { customerId } = request
  const currency = readCurrency(request.currency)
  const nanos = readPayable(request.amount, currency)
  const expiresAt = readPageExpiry(ctx.now, request.expiresIn)
  if (request.savePaymentMethod && customerId === undefined) {
    const message = 'is required when the payment method is to be saved'
    throw invalid({ field: 'customerId', message, code: 'required' })
  }
  if (customerId !== undefined && (await isCustomerDeleted(ctx, customerId))) throw notFound()
  const { idempotencyKey, reference, metadata, lineItems } = request
  return {
    id: newId('payment'),
    customerId,
    amount: { nanos, currency },
    status: 'pending',
    expiresAt,
    createdAt: ctx.now,
    idempotencyKey,
    reference,
    metadata,
    lineItems,
  }
}
