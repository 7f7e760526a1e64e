import type Stripe from 'stripe'
import { invalidRequest } from './errors.ts'
import { made } from './fixtures.ts'
import type { Asked, Door } from './http.ts'
import { emit, get, listOf, newId, seconds, type World } from './world.ts'

const ofRefunds = [
  'payment_intent',
  'amount',
  'metadata',
  'refund_application_fee',
  'reverse_transfer',
] satisfies (keyof Stripe.RefundCreateParams)[]

export function refundDoors(world: World): Door[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/refunds$/,
      known: ofRefunds,
      answer: (asked) => createRefund(world, asked),
    },
    {
      method: 'GET',
      path: /^\/v1\/refunds$/,
      known: ['payment_intent', 'limit', 'starting_after'],
      answer: ({ params }) =>
        listOf(
          [...world.refunds.values()].filter((r) => r.payment_intent === params['payment_intent']),
          '/v1/refunds',
        ),
    },
    {
      method: 'POST',
      path: /^\/v1\/refunds\/(\w+)\/cancel$/,
      known: [],
      answer: ({ ids: [id = ''] }) => {
        const refund = get(world.refunds, id)
        // Only one that still waits for the payer can be stopped.
        if (refund.status !== 'requires_action') {
          throw invalidRequest(`A refund that is ${refund.status} cannot be canceled.`)
        }
        return setRefund(world, id, 'canceled')
      },
    },
  ]
}

function createRefund(world: World, { params }: Asked): Stripe.Refund {
  const intent = get(world.paymentIntents, String(params['payment_intent']))
  const amount = Number(params['amount'])
  const before = [...world.refunds.values()]
    .filter((r) => r.payment_intent === intent.id && r.status !== 'failed')
    .filter(({ status }) => status !== 'canceled')
    .reduce((sum, one) => sum + one.amount, 0)
  const charge = world.charges.get(String(intent.latest_charge))
  if (intent.status !== 'succeeded' || !charge) {
    throw invalidRequest('This PaymentIntent does not have a successful charge to refund.')
  }
  if (charge.disputed) throw invalidRequest('Charge is disputed.', { code: 'charge_disputed' })
  if (before + amount > intent.amount) {
    throw invalidRequest('Refund amount is greater than unrefunded amount on charge.', {
      code: before === intent.amount ? 'charge_already_refunded' : 'amount_too_large',
    })
  }
  const refund = made('refund', {
    id: newId('re'),
    amount,
    charge: charge.id,
    created: seconds(world),
    currency: intent.currency,
    metadata: (params['metadata'] ?? {}) as Stripe.Metadata,
    payment_intent: intent.id,
    status: world.refundsBegin,
  })
  world.refunds.set(refund.id, refund)
  emit(world, 'refund.created', refund)
  return structuredClone(refund)
}

/** A bank has decided, or the refund was stopped. */
export function setRefund(world: World, id: string, status: string): Stripe.Refund {
  const refund = get(world.refunds, id)
  refund.status = status
  emit(world, status === 'failed' ? 'refund.failed' : 'refund.updated', refund)
  return refund
}
