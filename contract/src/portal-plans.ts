import { Type } from 'typebox'
import { type Endpoint, portal } from './endpoint.ts'
import { PortalPlan } from './portal-views.ts'
import { choice, flag, kind, planId, time } from './schemas.ts'
import { PlanChange } from './subscription-plan-change.ts'

const PortalPlans = Type.Object(
  {
    object: kind('list'),
    data: Type.Array(
      Type.Object({
        ...PortalPlan.properties,
        isCurrent: flag('Whether the subscription has it now.'),
        isNext: flag('Whether it follows with the next period.'),
      }),
      { description: 'The plan that the subscription has, and those that it may change to.' },
    ),
  },
  { title: 'PortalPlans', description: 'Plans of the same product, in the same currency.' },
)

const Cancellation = Type.Object(
  {
    object: kind('cancellation'),
    endingAt: time('When the subscription ends. Until then everything goes on.'),
  },
  { title: 'Cancellation', description: 'A subscription that ends with its period.' },
)

const wanted = Type.Object({
  planId: planId('The other plan.'),
  at: choice(
    ['now', 'period_end'],
    '`now`: the unused part of what was paid ahead is credited, and the difference is invoiced at once. `period_end`: ' +
      'with the next period; the plan that it has takes such a change back.',
  ),
})

const refusals = ['BAD_REQUEST', 'SUBSCRIPTION_NOT_STARTED', 'SUBSCRIPTION_TERMINATED'] as const

/** What the holder of a portal link does with its subscription, where the merchant allows it. */
export const portalPlans = {
  listPortalPlans: {
    method: 'GET',
    path: '/v0/portal/plans',
    tag: 'Portal',
    summary: 'List the plans that your subscription may change to',
    access: portal('portal:plan'),
    replies: { 200: PortalPlans },
    problems: [],
  },
  previewPortalPlanChange: {
    method: 'POST',
    path: '/v0/portal/planChange/preview',
    tag: 'Portal',
    summary: 'See what another plan would bill; nothing changes',
    access: portal('portal:plan'),
    body: wanted,
    replies: { 200: PlanChange },
    problems: refusals,
    anew: true,
  },
  changePortalPlan: {
    method: 'POST',
    path: '/v0/portal/planChange',
    tag: 'Portal',
    summary: 'Change to another plan',
    access: portal('portal:plan'),
    body: wanted,
    replies: { 200: PlanChange },
    problems: refusals,
  },
  cancelPortalSubscription: {
    method: 'POST',
    path: '/v0/portal/cancellation',
    tag: 'Portal',
    summary: 'End your subscription with its running period',
    access: portal('portal:cancel'),
    replies: { 200: Cancellation },
    problems: ['SUBSCRIPTION_NOT_STARTED', 'SUBSCRIPTION_TERMINATED'],
  },
  resumePortalSubscription: {
    method: 'DELETE',
    path: '/v0/portal/cancellation',
    tag: 'Portal',
    summary: 'Take the cancellation back, before the period has ended',
    access: portal('portal:cancel'),
    replies: { 204: null },
    problems: ['CONFLICT', 'SUBSCRIPTION_TERMINATED'],
  },
} as const satisfies Record<string, Endpoint>
