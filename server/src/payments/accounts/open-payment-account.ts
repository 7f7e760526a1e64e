import { assert } from '@tallystick/core/assert.ts'
import { merchantEmail } from '../../access/organizations/merchant.ts'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Call } from '../../platform/http/bind.ts'
import { Problem } from '../../platform/problem.ts'
import { openAccount } from '../providers/stripe/connect.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import { asProblem } from '../providers/stripe/refusal.ts'
import { findPaymentAccount, insertPaymentAccount, type PaymentAccount } from './store.ts'

type Wish = { readonly merchantId: string; readonly country: string }
type Opened = { readonly isNew: boolean; readonly account: PaymentAccount }

/** Opens the merchant's account at the provider, once. The same answer to whoever asks again. */
export async function openPaymentAccount(
  call: Pick<Call, 'within'>,
  reach: StripeReach,
  { merchantId, country }: Wish,
): Promise<Opened> {
  const { known, email } = await call.within(async (ctx) => {
    assertOwn(ctx, merchantId)
    const email = await merchantEmail(ctx)
    return { known: await findPaymentAccount(ctx), email }
  })
  if (known) return { isNew: false, account: known }
  if (!reach.hasPlatform) {
    throw new Problem('PROVIDER_NOT_SET_UP', 'The platform has no payment provider set up.')
  }
  const stripe = await reach.platform()
  // By this key two who ask at once open one account; another country is another wish.
  const idempotencyKey = `account_${merchantId}_${country}`
  const state = await asProblem(openAccount(stripe, { merchantId, country, email, idempotencyKey }))
  return call.within(async (ctx) => {
    const isNew = await insertPaymentAccount(ctx, state)
    const account = await findPaymentAccount(ctx)
    assert(account, 'an account that was opened is there')
    return { isNew, account }
  })
}
