import type Stripe from 'stripe'
import type { AccountState } from '../provider.ts'

type NewAccount = {
  readonly merchantId: string
  readonly country: string
  readonly email: string | undefined
  readonly idempotencyKey: string
}

/**
 * Opens an account for a merchant. It has the dashboard and the onboarding of Stripe; the platform bears what Stripe takes
 * for payments, and stands in for a balance below zero: it is the one who charges.
 */
export async function openAccount(stripe: Stripe, order: NewAccount): Promise<AccountState> {
  const { merchantId, country, email, idempotencyKey } = order
  const account = await stripe.accounts.create(
    {
      country,
      controller: {
        fees: { payer: 'application' },
        losses: { payments: 'application' },
        requirement_collection: 'stripe',
        stripe_dashboard: { type: 'express' },
      },
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      metadata: { merchantId },
      ...(email !== undefined && { email }),
    },
    { idempotencyKey },
  )
  return stateOf(account)
}

type Onboarding = {
  readonly account: string
  readonly returnUrl: string
  readonly refreshUrl: string
}

/** A page of Stripe where the merchant says who it is. */
export async function openOnboarding(
  stripe: Stripe,
  { account, returnUrl, refreshUrl }: Onboarding,
): Promise<{ readonly url: string; readonly expiresAt: Temporal.Instant }> {
  const link = await stripe.accountLinks.create({
    account,
    type: 'account_onboarding',
    return_url: returnUrl,
    refresh_url: refreshUrl,
  })
  return { url: link.url, expiresAt: instantOf(link.expires_at) }
}

/** The account whose key the client bears. */
export async function ownAccount(stripe: Stripe): Promise<string> {
  return (await stripe.accounts.retrieveCurrent()).id
}

/** Payments can go to it only when it may charge and receive transfers both. */
export function stateOf(account: Stripe.Account): AccountState {
  const { requirements, capabilities, metadata } = account
  return {
    account: account.id,
    merchantId: metadata?.['merchantId'],
    country: account.country ?? '',
    chargesEnabled: account.charges_enabled && capabilities?.transfers === 'active',
    payoutsEnabled: account.payouts_enabled,
    detailsSubmitted: account.details_submitted,
    requirements: requirements?.currently_due ?? [],
    disabledReason: requirements?.disabled_reason ?? undefined,
  }
}

/** Stripe counts in seconds since 1970. */
export function instantOf(seconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
}
