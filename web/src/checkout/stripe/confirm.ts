import type { Stripe, StripeElements } from '@stripe/stripe-js'
import type { Checkout, CheckoutElement } from '../../api/portal.ts'
import type { Client } from '../../api/session.ts'
import { openStripe } from './open-stripe.ts'

const path = '/v0/portal/checkout'

export type StripeForm = { readonly stripe: Stripe; readonly elements: StripeElements }

type InForm = {
  readonly form: StripeForm
  readonly savePaymentMethod: boolean
  /** Told what Stripe says about what was entered, in the reader's language. */
  readonly onRefusal: (said: string | undefined) => void
}

/** Pays with what was entered in the form of Stripe. */
export async function confirmInForm(client: Client, paying: InForm): Promise<Checkout> {
  const { form, savePaymentMethod, onRefusal } = paying
  const body = { savePaymentMethod }
  const { clientSecret, intent } = await client.post<CheckoutElement>(
    `${path}/element`,
    body,
    crypto.randomUUID(),
  )
  const { stripe, elements } = form
  const confirming = {
    elements,
    clientSecret,
    confirmParams: { return_url: location.origin + location.pathname + location.search },
    redirect: 'if_required' as const,
  }
  const { error } = await (intent === 'payment'
    ? stripe.confirmPayment(confirming)
    : stripe.confirmSetup(confirming))
  const checkout = await refresh(client)
  onRefusal(checkout.status === 'pending' && !checkout.failure ? error?.message : undefined)
  return checkout
}

/** Lets the payer's bank ask, in the window that Stripe shows for it. */
export async function answerInWindow(client: Client, checkout: Checkout): Promise<Checkout> {
  // Only who has just asked the provider is given the secret.
  const { challenge, stripe: account } = checkout.challenge?.clientSecret
    ? checkout
    : await refresh(client)
  const clientSecret = challenge?.clientSecret
  if (clientSecret === undefined || account === undefined) return refresh(client)
  const stripe = await openStripe(account).catch(() => undefined)
  await stripe?.handleNextAction({ clientSecret })
  return refresh(client)
}

/** Whatever the browser was told: the server asks Stripe itself, and its answer counts. */
function refresh(client: Client): Promise<Checkout> {
  return client.post<Checkout>(`${path}/refresh`, undefined, crypto.randomUUID())
}
