import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Payment, payments } from '@tallystick/contract/payments.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { nowsOf } from '../../clocks/nows-of.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { notFound } from '../../platform/problem.ts'
import { paymentUrlOf, type Session, statusAt } from '../sessions/session.ts'
import { findSession, findSessionsOf } from '../sessions/store.ts'
import { createPayment } from './create-payment.ts'
import { findPayment, listPayments, type OneOffPayment } from './store.ts'

export const oneOffRoutes = routes(payments, {
  async createPayment(ctx, { body }) {
    const { created, payment } = await createPayment(ctx, body)
    const [shown] = await showAll(ctx, [payment])
    if (!shown) throw notFound()
    return { status: created ? (201 as const) : (200 as const), body: shown }
  },

  async listPayments(ctx, { query }) {
    const { rows, total } = await listPayments(ctx, query)
    return listPage({ rows: await showAll(ctx, rows), total }, query, (payment) => payment)
  },

  async getPayment(ctx, { params }) {
    const session = await findSession(ctx, params.id)
    const id = session?.entityType === 'payment' ? session.entityId : params.id
    const payment = await findPayment(ctx, id)
    const [shown] = await showAll(ctx, payment ? [payment] : [])
    if (!shown) throw notFound()
    return shown
  },
})

async function showAll(ctx: Ctx, rows: readonly OneOffPayment[]) {
  const ids = rows.map(({ id }) => id)
  const sessions = await findSessionsOf(ctx, 'payment', ids)
  const customerIds = rows.map(({ customerId }) => customerId)
  const nowOf = await nowsOf(ctx, customerIds)
  return rows.map((payment) => show(nowOf(payment.customerId), payment, sessions.get(payment.id)))
}

function show(
  now: Temporal.Instant,
  payment: OneOffPayment,
  session: Session | undefined,
): Sent<Static<typeof Payment>> {
  const { amount, status } = payment
  return {
    id: payment.id,
    object: 'payment',
    amount: moneyToText(amount),
    currency: amount.currency,
    paymentUrl: session && paymentUrlOf(session, now),
    customerId: payment.customerId,
    idempotencyKey: payment.idempotencyKey,
    reference: payment.reference,
    metadata: payment.metadata,
    lineItems: payment.lineItems,
    status: status === 'pending' && session ? shownStatus(session, now) : status,
    expiresAt: payment.expiresAt.toString(),
    createdAt: payment.createdAt.toString(),
  }
}

/** A payment that is pending is as far as its session. */
function shownStatus(session: Session, now: Temporal.Instant) {
  const status = statusAt(session, now)
  return status === 'failed' ? 'pending' : status
}
