import { assert } from '@tallystick/core/assert.ts'
import { assertMerchant } from '../../access/organizations/merchant.ts'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Call } from '../../platform/http/bind.ts'
import { Problem } from '../../platform/problem.ts'
import { ownAccount } from '../providers/stripe/connect.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import { asProblem } from '../providers/stripe/refusal.ts'
import { findProviderKeys, type ProviderKeys, putProviderKeys } from './key-store.ts'

type Wish = {
  readonly merchantId: string
  readonly secretKey: string
  readonly publishableKey: string
  readonly webhookSecret: string
}

/** From now on the merchant is paid in an account of its own. The provider says which one it is: so the key is tried. */
export async function setProviderKeys(
  call: Pick<Call, 'within'>,
  reach: StripeReach,
  wish: Wish,
): Promise<ProviderKeys> {
  const { merchantId, secretKey, publishableKey, webhookSecret } = wish
  await call.within(async (ctx) => {
    assertOwn(ctx, merchantId)
    await assertMerchant(ctx)
    assertMode(ctx, [secretKey, publishableKey])
  })
  const client = await reach.withKey(secretKey)
  const account = await asProblem(ownAccount(client))
  return call.within(async (ctx) => {
    await putProviderKeys(ctx, {
      account,
      secretKey,
      publishableKey,
      webhookSecrets: [webhookSecret],
    })
    const keys = await findProviderKeys(ctx)
    assert(keys, 'keys that were set are there')
    return keys
  })
}

/** A test key would take no money, a live key would take it for nothing. */
function assertMode({ mode }: Ctx, keys: readonly string[]): void {
  const kind = mode === 'live' ? 'live' : 'test'
  if (keys.every((key) => key.split('_')[1] === kind)) return
  throw new Problem('PROVIDER_REFUSED', `This installation takes ${kind} keys only.`)
}
