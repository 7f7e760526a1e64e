import type { Input } from '@tallystick/contract/endpoint.ts'
import type { paymentMethods } from '@tallystick/contract/payment-methods.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Currency } from '@tallystick/core/money/money.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readInstant } from '../../platform/http/instant.ts'
import { type FieldError, invalid, notFound } from '../../platform/problem.ts'
import { openPaymentSession } from '../open-payment-session.ts'
import type { Session } from '../sessions/session.ts'
import { findSession } from '../sessions/store.ts'

type Request = NonNullable<Input<(typeof paymentMethods)['createCustomerPaymentMethod']>['body']>

const mostHours = 30 * 24

/** Opens a page where a customer stores a payment method, without being charged. */
export async function openSetup(
  realCtx: Ctx,
  customerId: string,
  request: Request,
): Promise<Session> {
  const ctx = await atTimeOf(realCtx, customerId)
  const expiresAt = readEnd(ctx, request.expiresAt)
  if (await isCustomerDeleted(ctx, customerId, { held: true })) throw notFound()

  const { successRedirectUrl: onSuccess, failureRedirectUrl: onFailure, metadata } = request
  const { id } = await openPaymentSession(ctx, {
    entityType: 'customer',
    entityId: customerId,
    customerId,
    amount: nothing,
    breakdown: [],
    metadata,
    expiresAt,
    redirectUrls: { onSuccess, onFailure },
    saveMethod: 'required',
    mode: 'setup',
  })
  const session = await findSession(ctx, id)
  assert(session, 'the session was opened')
  return session
}

/** Nothing has no currency, but every amount does. */
const nothing = { nanos: 0n, currency: 'USD' as Currency }

function readEnd({ now }: Ctx, text: string | undefined): Temporal.Instant {
  const latest = now.add({ hours: mostHours })
  const errors: FieldError[] = []
  const end = readInstant('expiresAt', text, errors) ?? latest
  const message = 'must lie in the future, at most 30 days ahead'
  if (!isAfter(end, now) || isAfter(end, latest)) {
    errors.push({ field: 'expiresAt', message, code: 'out_of_range' })
  }
  if (errors.length > 0) throw invalid(...errors)
  return end
}
