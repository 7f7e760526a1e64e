import { Type } from 'typebox'
import { type Endpoint, org } from './endpoint.ts'
import {
  byId,
  choice,
  currency,
  decimal,
  flag,
  kind,
  planId,
  subscriptionId,
  text,
  time,
} from './schemas.ts'

/** A line as it will stand on an invoice, before there is one. */
export const ExpectedLine = Type.Object(
  {
    type: choice(['fee', 'metered'], 'What it is for.'),
    cause: choice(['charge', 'rebate', 'credit'], '`credit` gives back what is not used any more.'),
    displayName: text('What the invoice calls it.'),
    periodStart: time('From when on it bills.'),
    periodEnd: time('The first moment that it does not bill.'),
    quantity: decimal('How many units.'),
    unitPrice: decimal('Price of one, in major units; 0 where no single price tells it.'),
    prorated: flag('Whether it bills a part of its natural period only.'),
    taxRate: decimal('In percent: 13 is 13 %.'),
    amount: decimal(
      'In major units, rounded, before anything is cut; with or without tax, as the plan says.',
    ),
    subtotal: decimal('Without tax, in major units; less than `amount` where a credit is cut.'),
    tax: decimal('Its tax, in major units.'),
    total: decimal('With tax, in major units.'),
  },
  { title: 'ExpectedLine', description: 'A line as it will stand on an invoice.' },
)

/** What several lines amount to on one invoice. */
export const expectedTotals = {
  currency: currency('What the amounts are in.'),
  lines: Type.Array(ExpectedLine, { description: 'Line by line, in the order of the invoice.' }),
  subtotal: decimal('Without tax, in major units; never below zero.'),
  totalTax: decimal('Tax, in major units.'),
  grandTotal: decimal('With tax, in major units.'),
}

export const PlanChange = Type.Object(
  {
    object: kind('planChange'),
    subscriptionId: subscriptionId(),
    previousPlanId: planId('The plan that it has until then.'),
    planId: planId('The plan that it has from then on.'),
    preview: flag('Whether nothing was changed.'),
    effectiveAt: time('When the other plan begins to bill.'),
    periodStart: time('When the first period by the other plan begins.'),
    periodEnd: time('When it ends.'),
    ...expectedTotals,
    carriedCredit: decimal(
      'What the credits exceed the charges by, in major units: it waits for the next invoice.',
    ),
    invoiceId: Type.Optional(text('The invoice of a change that was made at once.')),
  },
  { title: 'PlanChange', description: 'A change of plan, and what it bills.' },
)

export const subscriptionPlanChange = {
  changeSubscriptionPlan: {
    method: 'POST',
    path: '/v0/subscriptions/{id}/planChange',
    tag: 'Subscriptions',
    summary: 'Change the plan of a subscription, or see what that would bill. Ours',
    access: org('subscriptions:write'),
    params: byId(text('The subscription.')),
    body: Type.Object({
      planId: planId('The other plan: of the same product, and in the same currency.'),
      at: choice(
        ['now', 'period_end'],
        '`now`: what was paid ahead and is not used any more is credited, the other plan is charged ' +
          'for the rest of its period, and the difference is invoiced at once. `period_end`: with the ' +
          'next period; the plan that it has takes such a change back. A price that is due once is billed ' +
          'once per subscription, whichever of its plans have it.',
      ),
      preview: Type.Boolean({ default: false, description: 'Only say what it would bill.' }),
    }),
    replies: { 200: PlanChange },
    problems: ['BAD_REQUEST', 'SUBSCRIPTION_NOT_STARTED', 'SUBSCRIPTION_TERMINATED'],
  },
} as const satisfies Record<string, Endpoint>
