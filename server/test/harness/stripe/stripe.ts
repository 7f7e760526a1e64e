import assert from 'node:assert/strict'
import { after } from 'node:test'
import type Stripe from 'stripe'
import type { StripeConfig } from '../../../src/config-stripe.ts'
import type { Product } from '../product.ts'
import { confirmIntent, fail, intentOf, succeed } from './confirm.ts'
import { StripeRefusal } from './errors.ts'
import { made } from './fixtures.ts'
import { type StripeHttp, serveStripe } from './http.ts'
import { intentDoors } from './intents.ts'
import { customerDoors, newMethod } from './methods.ts'
import { emptyMoney, type MoneyWorld } from './money.ts'
import { moneyDoors } from './money-doors.ts'
import { refundDoors, setRefund } from './refunds.ts'
import { type Behaviour, emit, emptyWorld, get, newId, seconds, type World } from './world.ts'

const secretKey = 'sk_test_standin'
const webhookSecret = 'whsec_standinstandin'

/** Stripe as a test meets it: an HTTP server on this machine with a memory, and what banks and browsers do there. */
export type FakeStripe = {
  readonly world: World
  readonly money: MoneyWorld
  readonly http: StripeHttp
  readonly config: StripeConfig
  /** The payer's browser confirms with a method that does this. Answers what the page is told. */
  readonly confirms: (clientSecret: string, behaviour: Behaviour) => { readonly error?: string }
  /** The payer answers its bank in the window of Stripe. */
  readonly answersBank: (clientSecret: string, outcome: 'accept' | 'refuse') => void
  /** Every debit that is under way ends, and every refund arrives. */
  readonly banksAct: () => void
  readonly disputes: (intentId: string, status?: Stripe.Dispute['status']) => Stripe.Dispute
  readonly endsRefund: (id: string, status: 'succeeded' | 'failed') => void
  /** What Stripe has to say that it has not said yet. */
  readonly untold: () => Stripe.Event[]
}

export type WebhookReply = { readonly status: number; readonly body: { readonly code?: string } }

/** Starts a stand-in for Stripe for the tests of a file: first, since the product is told its address. */
export async function fakeStripe(clock: () => Temporal.Instant): Promise<FakeStripe> {
  const world = emptyWorld(clock)
  const money = emptyMoney(world)
  const doors = [
    ...intentDoors(world),
    ...customerDoors(world),
    ...refundDoors(world),
    ...moneyDoors(money),
  ]
  const http = await serveStripe(secretKey, doors)
  after(() => http.close())
  return {
    world,
    money,
    http,
    config: {
      secretKey,
      publishableKey: 'pk_test_standin',
      webhookSecrets: [webhookSecret],
      url: http.url,
    },
    confirms: (clientSecret, behaviour) => {
      const { id: method } = newMethod(world, behaviour)
      return told(() =>
        confirmIntent(world, intentOf(world, idOf(clientSecret)), { method, isOffSession: false }),
      )
    },
    answersBank: (clientSecret, outcome) => {
      const intent = intentOf(world, idOf(clientSecret))
      assert.equal(intent.status, 'requires_action')
      if (outcome === 'accept') succeed(world, intent)
      else fail(world, intent, { code: `${intent.object}_authentication_failure` })
    },
    banksAct: () => {
      for (const intent of world.paymentIntents.values()) {
        if (intent.status !== 'processing') continue
        const isFailing = world.behaviours.get(String(intent.payment_method)) === 'delayed_failing'
        if (isFailing) fail(world, intent, { code: 'payment_intent_payment_attempt_failed' })
        else succeed(world, intent)
      }
      for (const { id, status } of world.refunds.values()) {
        if (status === 'pending') setRefund(world, id, 'succeeded')
      }
    },
    disputes: (intentId, status = 'needs_response') => disputed(world, intentId, status),
    endsRefund: (id, status) => void setRefund(world, id, status),
    untold: () => world.events.splice(0),
  }
}

const idOf = (clientSecret: string) => clientSecret.split('_secret_')[0] ?? ''

function told(work: () => void): { readonly error?: string } {
  try {
    work()
    return {}
  } catch (error) {
    if (error instanceof StripeRefusal) return { error: String(error.body['code']) }
    throw error
  }
}

/** The payer's bank takes the payment back; where it only asks, nothing has moved. */
function disputed(world: World, intentId: string, status: Stripe.Dispute['status']) {
  const intent = get(world.paymentIntents, intentId)
  const charge = get(world.charges, String(intent.latest_charge))
  const isInquiry = status.startsWith('warning_')
  const withdrawn = made('balance_transaction', {
    id: newId('txn'),
    amount: -intent.amount,
    currency: intent.currency,
    fee: 1500,
    net: -intent.amount - 1500,
    type: 'adjustment',
  })
  const dispute = made('dispute', {
    id: newId('dp'),
    amount: intent.amount,
    charge: charge.id,
    created: seconds(world),
    currency: intent.currency,
    payment_intent: intent.id,
    balance_transactions: isInquiry ? [] : [withdrawn],
    status,
  })
  charge.disputed = true
  world.disputes.set(dispute.id, dispute)
  emit(world, 'charge.dispute.created', dispute)
  if (!isInquiry) emit(world, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

type Delivery = {
  readonly secret?: string
  readonly agedSeconds?: number
  /** Of the installation's own account, or of one that a merchant brought keys of. */
  readonly door?: string
}

/** Sends one event to the product, signed as Stripe signs. */
export async function tell(
  of: Product,
  event: Stripe.Event,
  { secret = webhookSecret, agedSeconds = 0, door = '/webhooks/stripe' }: Delivery = {},
): Promise<WebhookReply> {
  const { default: Client } = await import('stripe')
  // As Stripe writes it: what is signed is the text, not what it means.
  const payload = JSON.stringify(event, undefined, 2)
  const signature = new Client(secretKey).webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(of.clock.now.epochMilliseconds / 1000) - agedSeconds,
  })
  const reply = await of.http.inject({
    method: 'POST',
    url: door,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
    payload,
  })
  return { status: reply.statusCode, body: reply.json() }
}

/** Sends all that Stripe has to say, in order. */
export async function tellAll(of: Product, stripe: FakeStripe): Promise<void> {
  for (const event of stripe.untold()) {
    const { status } = await tell(of, event)
    assert.equal(status, 200, event.type)
  }
}
