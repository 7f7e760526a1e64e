import type { Input } from '@tallystick/contract/endpoint.ts'
import type { subscriptions } from '@tallystick/contract/subscriptions.ts'
import { assert } from '@tallystick/core/assert.ts'
import { parseDuration } from '@tallystick/core/time/duration.ts'
import { defaultAnchor, firstPeriod, type Period } from '@tallystick/core/time/period.ts'
import { planForSubscribing, type SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { bindClock } from '../clocks/bind-clock.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { type BillingCustomer, customerForBilling } from '../customers/customer-for-billing.ts'
import { issueInvoiceZero } from '../invoices/issue.ts'
import { openPaymentSession } from '../payments/open-payment-session.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { breakdownOf, type Dues, duesOf } from './dues.ts'
import { endLater } from './end-subscription.ts'
import { findLiveSubscription } from './list-store.ts'
import { readStart } from './read-request.ts'
import {
  insertSubscription,
  type NewSubscription,
  type SubscriptionRow,
  setPaymentSession,
} from './store.ts'

export type Request = Input<(typeof subscriptions)['createSubscription']>['body']
export type Outcome = { readonly created: boolean; readonly subscription: SubscriptionRow }

type Plan = {
  readonly request: Request
  readonly start: ReturnType<typeof readStart>
  readonly plan: SubscribablePlan
  readonly customer: BillingCustomer
  readonly dues: Dues
}

/**
 * Subscribes a customer to a plan. What is due at the start (one-time fees, and what is missing of the prefund) is one
 * payment, and the subscription begins when it is paid; with nothing due it begins at once. A customer who has this
 * subscription already gets it back.
 */
export async function createSubscription(realCtx: Ctx, request: Request): Promise<Outcome> {
  const { testClockId } = request
  const bound = await bindClock(realCtx, request.customerId, testClockId)
  const start = readStart(bound.now, request)
  const plan = await planForSubscribing(bound, request.planId)
  if (!plan) throw notFound()
  const customer = await customerOf(bound, request)
  const ctx = await bindClock(realCtx, customer.id, testClockId)
  const { prefundTarget } = start
  const dues = await duesOf(ctx, { plan, customer, prefundTarget, taxExempt: request.taxExempt })

  const planned = { request, start, plan, customer, dues }
  const wanted = newSubscription(planned)
  const inserted = await insertSubscription(ctx, wanted)
  if (!inserted) return existing(ctx, wanted)
  const subscription = await charge(ctx, inserted, planned)
  await endLater(ctx, subscription)
  return { created: true, subscription }
}

async function customerOf(ctx: Ctx, request: Request): Promise<BillingCustomer> {
  const { customer, customerId } = request
  if (customerId !== undefined) return billed(ctx, customerId)
  assert(customer, 'either a customer or its id was read')
  const { name, email, phone, address, taxRates } = customer
  const created = await createCustomer(ctx, {
    consumer: { name, email, phone, address },
    taxRates,
  })
  return billed(ctx, created.id)
}

async function billed(ctx: Ctx, customerId: string): Promise<BillingCustomer> {
  const customer = await customerForBilling(ctx, customerId, { held: true })
  if (!customer) throw notFound()
  return customer
}

function newSubscription({ request, start, plan, customer, dues }: Plan): NewSubscription {
  const { name, metadata, autoCharge, taxExempt } = request
  return {
    id: newId('subscription'),
    customerId: customer.id,
    consumerId: customer.consumerId,
    planId: plan.id,
    productId: plan.productId,
    details: { name, metadata },
    status: dues.total > 0n ? 'pending_payment' : 'active',
    currency: dues.currency,
    cadence: plan.billingCadence,
    anchor: plan.billingAnchor ?? defaultAnchor(start.startedAt),
    startedAt: start.startedAt,
    endingAt: start.endingAt,
    prefundTarget: dues.prefundTarget,
    prefundDue: dues.prefund,
    autoCharge,
    taxExempt,
    renewalReminderEnabled: request.renewalReminderEnabled ?? null,
    renewalReminderDays: request.renewalReminderDays ?? null,
  }
}

/** Another subscription to the product was there first. */
async function existing(ctx: Ctx, wanted: NewSubscription): Promise<Outcome> {
  const found = await findLiveSubscription(ctx, wanted)
  // It may have ended in the meantime; then this request meets a state that it can try again.
  if (found?.planId !== wanted.planId) {
    throw new Problem(
      'ACTIVE_SUBSCRIPTION_EXISTS',
      'The customer has an active or pending subscription to this product.',
    )
  }
  return { created: false, subscription: found }
}

async function charge(
  ctx: Ctx,
  subscription: SubscriptionRow,
  { request, start, plan, dues }: Plan,
) {
  const { id: subscriptionId, customerId } = subscription
  const { currency, invoice: draft, total } = dues
  if (draft) {
    const period = firstPeriodOf(plan, start.startedAt)
    await issueInvoiceZero(ctx, {
      subscriptionId,
      customerId,
      currency,
      period,
      draft,
      billingAnchor: subscription.anchor,
      billingCadence: subscription.cadence,
      paymentTermDays: subscription.paymentTermDays,
    })
  }
  if (total === 0n) return subscription
  const { onSuccess, onFailure } = request.redirectUrls ?? {}
  const session = await openPaymentSession(ctx, {
    entityType: 'subscription',
    entityId: subscriptionId,
    customerId,
    subscriptionId,
    amount: { nanos: total, currency },
    funds: dues.prefund,
    breakdown: breakdownOf(dues),
    description: request.name,
    label: request.name,
    expiresAt: ctx.now.add({ seconds: Math.round(request.sessionExpiryMinutes * 60) }),
    redirectUrls: { onSuccess, onFailure },
    saveMethod: request.autoCharge ? 'required' : 'offered',
    mode: 'payment',
  })
  return setPaymentSession(ctx, subscription, session)
}

function firstPeriodOf(plan: SubscribablePlan, startedAt: Temporal.Instant): Period {
  const cadence = parseDuration(plan.billingCadence)
  assert(cadence, 'a plan has a cadence')
  return firstPeriod({ startedAt, planAnchor: plan.billingAnchor, cadence })
}
