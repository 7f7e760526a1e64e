import type Stripe from 'stripe'
import { cancelIntent, confirmIntent } from './confirm.ts'
import { invalidRequest, missing } from './errors.ts'
import { made } from './fixtures.ts'
import type { Asked, Door } from './http.ts'
import { get, listOf, newId, seconds, type World } from './world.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

const text = (value: unknown) => (typeof value === 'string' ? value : null)

/** The parameters of Stripe that our requests use; the compiler knows whether Stripe has them. */
const ofPayments = [
  'amount',
  'currency',
  'automatic_payment_methods',
  'metadata',
  'expand',
  'customer',
  'setup_future_usage',
  'payment_method',
  'confirm',
  'off_session',
  'use_stripe_sdk',
  'application_fee_amount',
  'transfer_data',
  'transfer_group',
  'on_behalf_of',
  'description',
] satisfies (keyof Stripe.PaymentIntentCreateParams)[]
const ofSetups = [
  'usage',
  'automatic_payment_methods',
  'metadata',
  'expand',
  'customer',
  'payment_method',
  'confirm',
  'on_behalf_of',
] satisfies (keyof Stripe.SetupIntentCreateParams)[]

export function intentDoors(world: World): Door[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/payment_intents$/,
      known: ofPayments,
      answer: (asked) => createPayment(world, asked),
    },
    {
      method: 'POST',
      path: /^\/v1\/setup_intents$/,
      known: ofSetups,
      answer: (asked) => createSetup(world, asked),
    },
    ...kinds.flatMap((kind) => doorsOf(world, kind)),
  ]
}

const kinds = [
  { path: 'payment_intents', all: 'paymentIntents' },
  { path: 'setup_intents', all: 'setupIntents' },
] as const

function doorsOf(world: World, { path, all }: (typeof kinds)[number]): Door[] {
  const intents: ReadonlyMap<string, Intent> = world[all]
  return [
    {
      method: 'GET',
      path: new RegExp(`^/v1/${path}/(\\w+)$`),
      known: ['expand'],
      answer: ({ ids: [id = ''], params }) => shown(world, get(intents, id), params['expand']),
    },
    {
      method: 'GET',
      path: new RegExp(`^/v1/${path}$`),
      known: ['created', 'customer', 'limit', 'expand', 'starting_after'],
      answer: ({ params }) => {
        const { customer, created, expand } = params
        const some = [...intents.values()].filter(
          (one) => customer === undefined || one.customer === customer,
        )
        const list = listOf(some, `/v1/${path}`, created)
        return { ...list, data: list.data.map((one) => shown(world, one, expand)) }
      },
    },
    {
      method: 'POST',
      path: new RegExp(`^/v1/${path}/(\\w+)/cancel$`),
      known: ['cancellation_reason', 'expand'],
      answer: ({ ids: [id = ''] }) => cancelIntent(world, get(intents, id)),
    },
  ]
}

/** With its method in full where that was asked for, as a copy of what it is now. */
function shown(world: World, intent: Intent, expand: unknown): Intent {
  const copy = structuredClone(intent)
  const isAsked = JSON.stringify(expand ?? []).includes('payment_method')
  const method = typeof copy.payment_method === 'string' ? copy.payment_method : undefined
  if (isAsked && method) copy.payment_method = structuredClone(get(world.methods, method))
  return copy
}

function createPayment(world: World, { params }: Asked) {
  const amount = Number(params['amount'])
  const currency = text(params['currency']) ?? ''
  if (currency === 'usd' && amount < 50) {
    throw invalidRequest('Amount must be at least $0.50 usd', { code: 'amount_too_small' })
  }
  const threes = ['bhd', 'jod', 'kwd', 'omr', 'tnd']
  if (!Number.isSafeInteger(amount) || (threes.includes(currency) && amount % 10 !== 0)) {
    throw invalidRequest('Invalid integer', { code: 'parameter_invalid_integer', param: 'amount' })
  }
  const id = newId('pi')
  const intent = made('payment_intent', {
    id,
    amount,
    currency,
    created: seconds(world),
    client_secret: `${id}_secret_fake`,
    metadata: (params['metadata'] ?? {}) as Stripe.Metadata,
    ...fresh(world, params),
    setup_future_usage: text(params['setup_future_usage']) as 'off_session' | null,
    last_payment_error: null,
    application_fee_amount:
      params['application_fee_amount'] === undefined
        ? null
        : Number(params['application_fee_amount']),
    transfer_data: (params['transfer_data'] ??
      null) as unknown as Stripe.PaymentIntent.TransferData,
    transfer_group: text(params['transfer_group']),
    on_behalf_of: text(params['on_behalf_of']),
  })
  world.paymentIntents.set(id, intent)
  return begun(world, intent, params)
}

function createSetup(world: World, { params }: Asked) {
  const id = newId('seti')
  const intent = made('setup_intent', {
    id,
    created: seconds(world),
    client_secret: `${id}_secret_fake`,
    metadata: (params['metadata'] ?? {}) as Stripe.Metadata,
    ...fresh(world, params),
    last_setup_error: null,
  })
  world.setupIntents.set(id, intent)
  return begun(world, intent, params)
}

function fresh(world: World, params: Asked['params']) {
  const customer = text(params['customer'])
  if (customer !== null && !world.customers.has(customer)) throw missing(customer, 'customer')
  return { customer, next_action: null, payment_method: null, livemode: false }
}

function begun(world: World, intent: Intent, params: Asked['params']): Intent {
  const method = text(params['payment_method'])
  if (params['confirm'] === 'true' && method !== null) {
    get(world.methods, method)
    confirmIntent(world, intent, { method, isOffSession: params['off_session'] === 'true' })
  }
  return shown(world, intent, params['expand'])
}
