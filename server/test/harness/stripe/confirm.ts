import type Stripe from 'stripe'
import { cardError, invalidRequest } from './errors.ts'
import { made } from './fixtures.ts'
import { attach } from './methods.ts'
import { type Behaviour, emit, get, newId, seconds, type World } from './world.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

const isSetup = (intent: Intent): intent is Stripe.SetupIntent => intent.object === 'setup_intent'

type Confirming = { readonly method: string; readonly isOffSession: boolean }

const declines: Readonly<Partial<Record<Behaviour, { code: string; decline_code: string }>>> = {
  card_declined: { code: 'card_declined', decline_code: 'generic_decline' },
  insufficient_funds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  expired_card: { code: 'expired_card', decline_code: 'expired_card' },
  stolen_card: { code: 'card_declined', decline_code: 'stolen_card' },
}

const declinesLater: typeof declines = {
  declined_later: { code: 'card_declined', decline_code: 'generic_decline' },
  expired_later: { code: 'expired_card', decline_code: 'expired_card' },
  stolen_later: { code: 'card_declined', decline_code: 'stolen_card' },
}

/** What happens when an intent is confirmed, by the page or by a request. Throws the error that Stripe answers. */
export function confirmIntent(world: World, intent: Intent, confirming: Confirming): void {
  const { method, isOffSession } = confirming
  const behaviour = world.behaviours.get(method)
  if (!behaviour) {
    throw invalidRequest('The provided PaymentMethod was previously used or detached.', {
      code: 'payment_method_unexpected_state',
      param: 'payment_method',
    })
  }
  if (intent.status !== 'requires_payment_method') throw unexpected(intent, 'confirmed')
  intent.payment_method = method
  forget(intent)
  const decline = declinedBy(behaviour, isOffSession)
  if (decline) {
    fail(world, intent, decline)
    throw cardError(decline.code, { ...decline, [intent.object]: structuredClone(intent) })
  }
  if (behaviour === 'challenge') {
    intent.status = 'requires_action'
    intent.next_action = { type: 'use_stripe_sdk' } as typeof intent.next_action
    emit(world, `${intent.object}.requires_action`, intent)
    return
  }
  if (behaviour.startsWith('delayed') && !isSetup(intent)) {
    intent.status = 'processing'
    emit(world, 'payment_intent.processing', intent)
    return
  }
  succeed(world, intent)
}

function declinedBy(behaviour: Behaviour, isOffSession: boolean) {
  if (isOffSession && behaviour === 'challenge') {
    return { code: 'authentication_required', decline_code: 'authentication_required' }
  }
  return declines[behaviour] ?? (isOffSession ? declinesLater[behaviour] : undefined)
}

export function succeed(world: World, intent: Intent): void {
  const method = String(intent.payment_method)
  intent.status = 'succeeded'
  intent.next_action = null
  forget(intent)
  if (typeof intent.customer === 'string' && (isSetup(intent) || intent.setup_future_usage)) {
    attach(world, method, intent.customer)
  }
  if (isSetup(intent)) emit(world, 'setup_intent.succeeded', intent)
  else receive(world, intent, method)
}

function receive(world: World, intent: Stripe.PaymentIntent, method: string): void {
  const charge = made('charge', {
    id: newId('ch'),
    amount: intent.amount,
    amount_captured: intent.amount,
    captured: true,
    created: seconds(world),
    currency: intent.currency,
    customer: intent.customer,
    payment_intent: intent.id,
    payment_method: method,
    metadata: intent.metadata,
  })
  world.charges.set(charge.id, charge)
  intent.amount_received = intent.amount
  intent.latest_charge = charge.id
  emit(world, 'charge.succeeded', charge)
  emit(world, 'payment_intent.succeeded', intent)
}

type Decline = { readonly code: string; readonly decline_code?: string }

/** It waits for another method, and says why. */
export function fail(world: World, intent: Intent, decline: Decline): void {
  const error = { type: 'card_error', message: 'Your card was declined.', ...decline }
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.next_action = null
  if (isSetup(intent)) intent.last_setup_error = error as Stripe.SetupIntent.LastSetupError
  else intent.last_payment_error = error as Stripe.PaymentIntent.LastPaymentError
  const event = isSetup(intent) ? 'setup_intent.setup_failed' : 'payment_intent.payment_failed'
  emit(world, event, intent)
}

function forget(intent: Intent): void {
  if (isSetup(intent)) intent.last_setup_error = null
  else intent.last_payment_error = null
}

export function cancelIntent(world: World, intent: Intent): Intent {
  const open = ['requires_payment_method', 'requires_confirmation', 'requires_action']
  if (!open.includes(intent.status)) throw unexpected(intent, 'canceled')
  intent.status = 'canceled'
  intent.cancellation_reason = 'abandoned'
  // Nobody promises that what failed before is still told afterwards.
  forget(intent)
  intent.next_action = null
  emit(world, `${intent.object}.canceled`, intent)
  return intent
}

export function unexpected(intent: Intent, wish: string) {
  return invalidRequest(`This intent is ${intent.status} and cannot be ${wish}.`, {
    code: `${intent.object}_unexpected_state`,
    [intent.object]: structuredClone(intent),
  })
}

export function intentOf(world: World, id: string): Intent {
  return id.startsWith('seti_') ? get(world.setupIntents, id) : get(world.paymentIntents, id)
}
