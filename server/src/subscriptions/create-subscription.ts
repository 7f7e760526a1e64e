import type { Input } from '@tallystick/contract/endpoint.ts'
import type { subscriptions } from '@tallystick/contract/subscriptions.ts'
import { assert } from '@tallystick/core/assert.ts'
import { termsToText } from '@tallystick/core/subscribing/terms.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { SubscribablePlan } from '../catalog/plans/plan-for-subscribing.ts'
import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import { bindClock } from '../clocks/bind-clock.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { type BillingCustomer, customerForBilling } from '../customers/customer-for-billing.ts'
import type { Billing } from '../invoices/billing.ts'
import { issueUpfront } from '../invoices/upfront/issue-upfront.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { askOrBegin } from './ask-for-payment.ts'
import { type Dues, duesOf } from './dues.ts'
import { endLater } from './end-subscription.ts'
import { findLiveSubscription } from './list-store.ts'
import { readStart } from './read-request.ts'
import {
  getSubscription,
  insertSubscription,
  type NewSubscription,
  type SubscriptionRow,
} from './store.ts'

export type Request = Input<(typeof subscriptions)['createSubscription']>['body']
export type Outcome = { readonly created: boolean; readonly subscription: SubscriptionRow }

type Plan = {
  readonly subscriptionId: string
  readonly request: Request
  readonly start: ReturnType<typeof readStart>
  readonly plan: SubscribablePlan
  readonly customer: BillingCustomer
  readonly dues: Dues
}

/**
 * Subscribes a customer to a plan. What is due at the start (the first period's fees in advance, and what is missing of
 * the prefund) is one payment, and the subscription begins when it is paid; with nothing due it begins at once. A
 * customer who has this subscription already gets it back.
 */
export async function createSubscription(
  realCtx: Ctx,
  billing: Billing,
  request: Request,
): Promise<Outcome> {
  const { testClockId, taxExempt } = request
  const bound = await bindClock(realCtx, request.customerId, testClockId)
  const start = readStart(bound.now, request)
  const plan = await planForSubscribing(bound, request.planId)
  if (!plan) throw notFound()
  const customer = await customerOf(bound, request)
  const ctx = await bindClock(realCtx, customer.id, testClockId)
  const subscriptionId = newId('subscription')
  const dues = await duesOf(ctx, {
    ...start,
    subscriptionId,
    plan,
    customerId: customer.id,
    taxExempt,
  })

  const planned = { subscriptionId, request, start, plan, customer, dues }
  const wanted = newSubscription(planned)
  const inserted = await insertSubscription(ctx, wanted)
  if (!inserted) return existing(ctx, wanted)
  await charge(ctx, billing, { ...planned, subscription: inserted })
  const subscription = await getSubscription(ctx, inserted.id)
  // What is over already and not paid yet is not ended under the payer's hands: it begins, and ends, with the payment.
  const isOver = start.endingAt !== undefined && !isAfter(start.endingAt, ctx.now)
  if (subscription.status === 'active' || !isOver) await endLater(ctx, subscription)
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

function newSubscription(planned: Plan): NewSubscription {
  const { subscriptionId, request, start, plan, customer, dues } = planned
  const { name, metadata, autoCharge, taxExempt, redirectUrls, sessionExpiryMinutes } = request
  return {
    id: subscriptionId,
    customerId: customer.id,
    consumerId: customer.consumerId,
    planId: plan.id,
    productId: plan.productId,
    details: { name, metadata, redirectUrls, sessionExpiryMinutes },
    status: 'pending_payment',
    currency: dues.currency,
    cadence: dues.terms.cadence,
    anchor: dues.terms.anchor,
    startedAt: start.startedAt,
    endingAt: start.endingAt,
    firstPeriod: dues.firstPeriod,
    terms: termsToText(dues.terms),
    testClockId: request.testClockId,
    prefundTarget: dues.prefundTarget,
    prefundDue: dues.prefund,
    autoCharge,
    taxExempt,
    paymentTermDays: request.paymentTermDays ?? 0,
    autoApprove: request.autoApprove ?? null,
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

type Charging = Plan & { readonly subscription: SubscriptionRow }

/** Who hears that the first invoice is issued asks for its payment; without one, what is missing of the prefund is it. */
async function charge(ctx: Ctx, billing: Billing, { subscription, plan, dues }: Charging) {
  const { id: subscriptionId, customerId, currency, anchor, cadence } = subscription
  if (!dues.invoice) return askOrBegin(ctx, subscription)
  await issueUpfront(ctx, billing, {
    subscriptionId,
    customerId,
    currency,
    sequence: 0,
    period: dues.firstPeriod,
    billingAnchor: anchor,
    billingCadence: cadence,
    paymentTermDays: subscription.paymentTermDays,
    autoApprove: subscription.autoApprove ?? plan.autoApprove,
    draft: dues.invoice,
  })
}
