import type { Input } from '@tallystick/contract/endpoint.ts'
import type { subscriptions } from '@tallystick/contract/subscriptions.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { planForSubscribing } from '../catalog/plans/plan-for-subscribing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readInstant } from '../platform/http/instant.ts'
import { type FieldError, invalid, Problem } from '../platform/problem.ts'
import { atTimeOfSubscription } from './at-time-of-subscription.ts'
import { drawsFunds } from './dues.ts'
import { type End, endLater, endSubscription, lockForEnd, lockLive } from './end-subscription.ts'
import { readTarget } from './read-request.ts'
import { remindAnew } from './remind.ts'
import { runningPeriod } from './running-period.ts'
import { type Settings, type SubscriptionRow, setSettings } from './store.ts'

type Change = Input<(typeof subscriptions)['updateSubscription']>['body']

/** Changes a subscription's settings, or ends it. */
export async function updateSubscription(
  realCtx: Ctx,
  id: string,
  change: Change,
): Promise<SubscriptionRow> {
  const ctx = await atTimeOfSubscription(realCtx, id)
  const ends = change.status === 'terminated'
  const subscription = await (ends ? lockForEnd(ctx, id) : lockLive(ctx, id))
  if (change.status === 'active' && subscription.status === 'pending_payment') {
    throw new Problem(
      'BAD_REQUEST',
      'A subscription becomes active when it is paid, not by request.',
    )
  }

  const errors: FieldError[] = [...endProblems(change)]
  const plan = await planForSubscribing(ctx, subscription.planId)
  const prefunds = plan !== undefined && drawsFunds(plan)
  const settings = changed(ctx, { subscription, change, prefunds, errors })
  const end = ends ? readEnd(ctx, { subscription, change, errors }) : undefined
  if (errors.length > 0) throw invalid(...errors)

  const updated = await setSettings(ctx, id, settings)
  if (change.endingAt !== undefined) await endLater(ctx, updated)
  await remindAnew(ctx, updated)
  return end ? endSubscription(ctx, updated, end) : updated
}

type Reading = {
  readonly subscription: SubscriptionRow
  readonly change: Change
  /** Whether a target for the funds means anything. */
  readonly prefunds?: boolean
  readonly errors: FieldError[]
}

function changed(ctx: Ctx, { subscription, change, prefunds, errors }: Reading): Settings {
  const { autoCharge, taxExempt, renewalReminderEnabled, renewalReminderDays } = subscription
  const { paymentTermDays, autoApprove } = subscription
  const endingAt = readInstant('endingAt', change.endingAt, errors)
  if (endingAt) errors.push(...tooEarly('endingAt', endingAt, { subscription, now: ctx.now }))
  const target = readTarget(change, errors)
  return {
    endingAt: endingAt ?? subscription.endingAt,
    prefundTarget:
      change.minimumAccountBalance !== undefined && prefunds ? target : subscription.prefundTarget,
    autoCharge: change.autoCharge ?? autoCharge,
    taxExempt: change.taxExempt ?? taxExempt,
    paymentTermDays: change.paymentTermDays ?? paymentTermDays,
    autoApprove: change.autoApprove === undefined ? autoApprove : change.autoApprove,
    renewalReminderEnabled:
      change.renewalReminderEnabled === undefined
        ? renewalReminderEnabled
        : change.renewalReminderEnabled,
    renewalReminderDays:
      change.renewalReminderDays === undefined ? renewalReminderDays : change.renewalReminderDays,
  }
}

/** Fields that say how it ended mean nothing while it goes on. */
function endProblems(change: Change): FieldError[] {
  if (change.status === 'terminated') return []
  return (['terminatedAt', 'terminatedBy', 'terminationReason'] as const)
    .filter((field) => change[field] !== undefined)
    .map((field) => ({
      field,
      message: 'goes with status terminated only',
      code: 'invalid_value',
    }))
}

function readEnd(ctx: Ctx, { subscription, change, errors }: Reading): End {
  const { terminatedAt, terminatedBy = ctx.organizationId, terminationReason } = change
  const about = { by: terminatedBy, reason: terminationReason }
  if (terminatedAt === undefined) return { ...about, at: ctx.now }
  const named = readInstant('terminatedAt', terminatedAt, errors) ?? ctx.now
  const at = isAfter(named, ctx.now) ? ctx.now : named
  errors.push(...tooEarly('terminatedAt', at, { subscription, now: ctx.now }))
  return { ...about, at }
}

type Moment = { readonly subscription: SubscriptionRow; readonly now: Temporal.Instant }

/** What has been billed stays as it is: the end lies after the start, and not before the running period. */
function tooEarly(field: string, at: Temporal.Instant, moment: Moment): FieldError[] {
  const { subscription, now } = moment
  const code = 'out_of_range'
  if (!isAfter(at, subscription.startedAt)) {
    return [{ field, message: 'must be after startedAt', code }]
  }
  if (isAfter(runningPeriod(subscription, now).start, at)) {
    return [{ field, message: 'must not lie before the running period', code }]
  }
  return []
}
