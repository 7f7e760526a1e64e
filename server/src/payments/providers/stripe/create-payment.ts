import { assert } from '@tallystick/core/assert.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type Stripe from 'stripe'
import type { PaymentOrder, ProviderPayment } from '../provider.ts'
import { toStripe } from './amounts.ts'
import { isKeyTaken, isRefusal, unavailable } from './errors.ts'
import { failureCodeOf } from './failures.ts'
import { findIntent } from './find-intent.ts'
import { conclude, type Intent, readToken, withMethod } from './intent.ts'

type Order = {
  readonly client: Stripe
  readonly order: PaymentOrder
  readonly now: Temporal.Instant
  /** As Stripe knows the customer of the order; made anew where that one is gone. */
  readonly customerOf: (gone?: string) => Promise<string | undefined>
}
type Asking = Omit<Order, 'customerOf'> & {
  readonly customer: string | undefined
  /** Another one for another request: Stripe may have kept that it refused the first. */
  readonly requestKey: string
}

/** Stripe keeps idempotency keys for a day at least; after that, the same key again would be a second payment. */
const hoursOfKeys = 23

/** Asks for a payment, or finds the one that was asked for before. */
export async function createPayment({ customerOf, ...given }: Order): Promise<ProviderPayment> {
  const { client, order, now } = given
  const customer = await customerOf()
  const asking = { ...given, customer, requestKey: order.idempotencyKey }
  if (order.isRepeated) {
    const found = await findIntent(client, order, customer)
    if (found) return conclude(client, found)
    if (isAfter(now, order.askedAt.add({ hours: hoursOfKeys }))) {
      return refused(order, 'payment_not_sent')
    }
  }
  const amount = toStripe(order.amount)
  if (amount === undefined) return refused(order, 'amount_unsupported')
  try {
    return await conclude(client, await createIntent(asking, amount))
  } catch (error) {
    // A stored method went with its customer; the payer’s next one belongs to a new one.
    if (customer === undefined || 'token' in order || !isCustomerGone(error)) {
      return afterError(asking, error)
    }
  }
  const requestKey = `${order.idempotencyKey}_again`
  const again = { ...asking, customer: await customerOf(customer), requestKey }
  return createIntent(again, amount).then(
    (intent) => conclude(client, intent),
    (error: unknown) => afterError(again, error),
  )
}

function isCustomerGone(error: unknown): boolean {
  return isRefusal(error) && error.code === 'resource_missing' && error.param === 'customer'
}

async function afterError(asking: Asking, error: unknown): Promise<ProviderPayment> {
  const { client, order, customer } = asking
  if (isKeyTaken(error)) {
    const found = await findIntent(client, order, customer)
    if (found) return conclude(client, found)
  }
  if (!isRefusal(error)) throw unavailable(error)
  const intent: Intent | undefined = error.payment_intent ?? error.setup_intent
  if (intent) return conclude(client, intent, error)
  const isGone = error.code === 'resource_missing' && 'token' in order
  return refused(order, isGone ? 'method_removed' : failureCodeOf(error))
}

function refused({ idempotencyKey }: PaymentOrder, failureCode: string): ProviderPayment {
  return { reference: undefined, idempotencyKey, status: 'failed', failureCode }
}

function createIntent(asking: Asking, amount: number): Promise<Intent> {
  const { client, requestKey: idempotencyKey } = asking
  const options = { idempotencyKey }
  return amount === 0
    ? client.setupIntents.create(setupOf(asking), options)
    : client.paymentIntents.create(paymentOf(asking, amount), options)
}

/** Nothing leads away from the page: it may stand in the frame of somebody else, who does not let it. */
const automatic = { enabled: true, allow_redirects: 'never' } as const

function paymentOf(asking: Asking, amount: number): Stripe.PaymentIntentCreateParams {
  const { order, customer } = asking
  const { currency } = order.amount
  return {
    amount,
    currency: currency.toLowerCase(),
    automatic_payment_methods: automatic,
    metadata: marks(order),
    ...withMethod,
    ...(customer && { customer }),
    ...(customer && order.savesMethod && { setup_future_usage: 'off_session' as const }),
    ...confirmed(order),
    ...sharedOut(order),
  }
}

/** The transfer to the merchant’s account is found again by the key of the attempt. */
function sharedOut({ destination, amount, idempotencyKey }: PaymentOrder) {
  if (!destination) return {}
  const fee = toStripe({ nanos: destination.fee, currency: amount.currency })
  assert(fee !== undefined, 'a fee is whole at the provider')
  return {
    transfer_data: { destination: destination.account },
    transfer_group: idempotencyKey,
    ...(fee > 0 && { application_fee_amount: fee }),
  }
}

function setupOf({ order, customer }: Asking): Stripe.SetupIntentCreateParams {
  return {
    usage: 'off_session',
    automatic_payment_methods: automatic,
    metadata: marks(order),
    ...withMethod,
    ...(customer && { customer }),
    ...('token' in order && { ...readToken(order.token), confirm: true }),
  }
}

/** A stored method is charged at once; with its holder away, nobody can answer the bank. */
function confirmed(order: PaymentOrder) {
  if (!('token' in order)) return {}
  const { isHolderPresent } = order
  return {
    ...readToken(order.token),
    confirm: true,
    ...(isHolderPresent ? { use_stripe_sdk: true } : { off_session: true }),
  }
}

function marks({ merchantId, idempotencyKey }: PaymentOrder) {
  return { merchantId, attemptKey: idempotencyKey }
}
