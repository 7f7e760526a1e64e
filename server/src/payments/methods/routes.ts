import type { Sent } from '@tallystick/contract/endpoint.ts'
import {
  type PaymentMethod,
  paymentMethods,
  type SetupSession,
} from '@tallystick/contract/payment-methods.ts'
import type { Static } from 'typebox'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { notFound } from '../../platform/problem.ts'
import { type Session, statusAt } from '../sessions/session.ts'
import { chooseMethod } from './choose-method.ts'
import { openSetup } from './open-setup.ts'
import { removeMethod } from './remove-method.ts'
import { findMethod, listMethods, type StoredMethod } from './store.ts'

export const paymentMethodRoutes = routes(paymentMethods, {
  async listCustomerPaymentMethods(ctx, { params }) {
    if (await isCustomerDeleted(ctx, params.id)) throw notFound()
    const methods = await listMethods(ctx, params.id)
    const data = methods.map((method, at) => show(method, at === 0))
    return { object: 'list' as const, data }
  },

  async createCustomerPaymentMethod(ctx, { params, body }) {
    return showSetup(ctx, await openSetup(ctx, params.id, body ?? {}))
  },

  async chooseCustomerPaymentMethod(ctx, { params }) {
    const { id: customerId, methodId } = params
    return show(await chooseMethod(ctx, { customerId, methodId }), true)
  },

  async deleteCustomerPaymentMethod(realCtx, { params }) {
    const ctx = await atTimeOf(realCtx, params.id)
    const method = await findMethod(ctx, params.methodId)
    if (method?.customerId !== params.id) throw notFound()
    await removeMethod(ctx, method)
    return undefined
  },
})

function show(method: StoredMethod, isDefault: boolean): Sent<Static<typeof PaymentMethod>> {
  const { id, type, brand, last4, expMonth, expYear, unusableCode, createdAt } = method
  return {
    object: 'paymentMethod',
    id,
    type,
    brand,
    last4,
    expMonth,
    expYear,
    isDefault,
    unusableCode,
    createdAt: createdAt.toString(),
  }
}

async function showSetup(ctx: Ctx, session: Session): Promise<Sent<Static<typeof SetupSession>>> {
  const { now } = await atTimeOf(ctx, session.customerId)
  return {
    object: 'paymentSession',
    id: session.id,
    mode: session.mode,
    status: statusAt(session, now),
    url: session.url,
    successRedirectUrl: session.successRedirectUrl ?? null,
    failureRedirectUrl: session.failureRedirectUrl ?? null,
    metadata: session.metadata,
    expiresAt: session.expiresAt.toString(),
    completedAt: session.completedAt?.toString() ?? null,
    createdAt: session.createdAt.toString(),
  }
}
