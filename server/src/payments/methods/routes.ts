import type { Sent } from '@tallystick/contract/endpoint.ts'
import { paymentMethods, type SetupSession } from '@tallystick/contract/payment-methods.ts'
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
import { methodsOf, showMethod } from './show-method.ts'

export const paymentMethodRoutes = routes(paymentMethods, {
  async listCustomerPaymentMethods(ctx, { params }) {
    if (await isCustomerDeleted(ctx, params.id)) throw notFound()
    return { object: 'list' as const, data: await methodsOf(ctx, params.id) }
  },

  async createCustomerPaymentMethod(ctx, { params, body }) {
    return showSetup(ctx, await openSetup(ctx, params.id, body ?? {}))
  },

  async chooseCustomerPaymentMethod(ctx, { params }) {
    const { id: customerId, methodId } = params
    return showMethod(await chooseMethod(ctx, { customerId, methodId }), true)
  },

  async deleteCustomerPaymentMethod(ctx, { params: { id: customerId, methodId } }) {
    await removeMethod(ctx, { customerId, methodId })
    return undefined
  },
})

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
