import type Stripe from 'stripe'
import type { ProviderMethod, ProviderPayment } from '../provider.ts'
import { isRefusal, unavailable } from './errors.ts'
import { type Failure, failureCodeOf } from './failures.ts'

/** A payment, or the storing of a method: they live the same life, under two names. */
export type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

/** What we write on every intent, to know it again. */
export type IntentMarks = { readonly merchantId: string; readonly attemptKey: string }

export function marksOf({ metadata }: Pick<Intent, 'metadata'>): IntentMarks | undefined {
  const { merchantId, attemptKey } = metadata ?? {}
  return merchantId && attemptKey ? { merchantId, attemptKey } : undefined
}

export const withMethod = { expand: ['payment_method'] }

export function retrieveIntent(client: Stripe, id: string): Promise<Intent> {
  return id.startsWith('seti_')
    ? client.setupIntents.retrieve(id, withMethod)
    : client.paymentIntents.retrieve(id, withMethod)
}

/**
 * What became of an attempt, by its intent. An intent that failed could be confirmed again, and a second attempt beside
 * it: so it is ended here and now, and what it has become in the meantime counts.
 */
export async function conclude(
  client: Stripe,
  intent: Intent,
  known?: Failure,
): Promise<ProviderPayment> {
  const failure = known ?? failureIn(intent)
  if (intent.status === 'requires_payment_method' && failure) {
    return endIntent(client, intent, failureCodeOf(failure))
  }
  // The bank’s answer is still to come, but the error says that it will not be asked any more.
  if (intent.status === 'requires_confirmation' || (intent.status === 'requires_action' && known)) {
    return endIntent(client, intent, failure ? failureCodeOf(failure) : 'payment_cancelled')
  }
  if (intent.status === 'succeeded' && typeof intent.payment_method === 'string') {
    return tell(await retrieveIntent(client, intent.id))
  }
  return tell(intent)
}

/** Ends an intent that has not been paid. One that is beyond that is told as it is. */
export async function endIntent(
  client: Stripe,
  intent: Intent,
  failureCode: string,
): Promise<ProviderPayment> {
  const failed = { ...named(intent), status: 'failed', failureCode } as const
  if (intent.status === 'canceled') return failed
  try {
    await cancel(client, intent.id)
    return failed
  } catch (error) {
    if (!isRefusal(error)) throw unavailable(error)
    const now = await retrieveIntent(client, intent.id)
    return now.status === 'canceled' ? failed : tell(now)
  }
}

/** The reason that stands on what we ended. */
export const endedByUs = 'abandoned'

function cancel(client: Stripe, id: string): Promise<Intent> {
  return id.startsWith('seti_')
    ? client.setupIntents.cancel(id, { cancellation_reason: endedByUs })
    : client.paymentIntents.cancel(id, { cancellation_reason: endedByUs })
}

const statuses: Readonly<Record<string, ProviderPayment['status']>> = {
  succeeded: 'succeeded',
  canceled: 'failed',
  processing: 'processing',
  // Nothing is captured by hand; should somebody do so, it is under way.
  requires_capture: 'processing',
  requires_action: 'requires_action',
  requires_confirmation: 'requires_action',
  requires_payment_method: 'requires_action',
}

function tell(intent: Intent): ProviderPayment {
  const status = statuses[intent.status] ?? 'processing'
  const failure = failureIn(intent)
  return {
    ...named(intent),
    status,
    ...(intent.status === 'requires_action' && { challengeId: intent.id }),
    ...(status === 'requires_action' && { clientSecret: intent.client_secret ?? undefined }),
    ...(status === 'failed' && {
      failureCode: failure ? failureCodeOf(failure) : 'payment_cancelled',
    }),
    ...(status === 'succeeded' && { method: methodOf(intent) }),
  }
}

function named(intent: Intent) {
  return { reference: intent.id, idempotencyKey: marksOf(intent)?.attemptKey ?? '' }
}

function failureIn(intent: Intent): Failure | undefined {
  const error = 'last_setup_error' in intent ? intent.last_setup_error : intent.last_payment_error
  return error ?? undefined
}

function methodOf({ payment_method: method, customer }: Intent): ProviderMethod | undefined {
  if (!method || typeof method === 'string') return undefined
  const owner = typeof customer === 'string' ? customer : customer?.id
  const { id, type, card } = method
  const account = method.sepa_debit ?? method.us_bank_account ?? method.bacs_debit
  return {
    token: tokenOf(owner ?? '', id),
    type,
    brand: card?.brand,
    last4: card?.last4 ?? account?.last4 ?? undefined,
    expMonth: card?.exp_month,
    expYear: card?.exp_year,
  }
}

/** A method is charged together with the customer that it belongs to: both are needed, and kept as one text. */
function tokenOf(customer: string, method: string): string {
  return `${customer}/${method}`
}

export function readToken(token: string) {
  const [customer = '', method = ''] = token.split('/')
  return { customer, payment_method: method }
}
