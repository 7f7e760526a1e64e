import type { Input } from '@tallystick/contract/endpoint.ts'
import type { merchants } from '@tallystick/contract/merchants.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { readCurrencies } from '../currencies.ts'
import { foundOrganization, withHash } from '../found.ts'
import { nameIndex } from '../login-index.ts'
import { changedProfile } from '../profile.ts'
import { setMerchantTerms } from './set-merchant-terms.ts'
import { findConsumerProfile, makeMerchant } from './store.ts'

type Body = Input<typeof merchants.createMerchant>['body']
type Made = { readonly id: string; readonly ownerUserId?: string }

/** The platform makes a merchant: a new organization with its owner, or a full consumer that shall sell as well. */
export async function createMerchant(ctx: Ctx, body: Body, indexKey: Buffer): Promise<Made> {
  const made =
    body.organizationId === undefined
      ? await foundMerchant(ctx, body, indexKey)
      : await attachMerchant(ctx, body, indexKey)
  if (body.platformFee) await setMerchantTerms(ctx, made.id, body.platformFee)
  return made
}

async function foundMerchant(ctx: Ctx, body: Body, indexKey: Buffer): Promise<Made> {
  const { name, email, owner } = body
  if (name === undefined || email === undefined || owner === undefined) {
    throw invalid({ field: 'owner', message: 'is required', code: 'required' })
  }
  const id = newId('organization')
  const userId = newId('user')
  await foundOrganization(ctx, {
    organizationId: id,
    userId,
    kind: 'merchant',
    profile: changedProfile({ name, email }, body),
    owner: await withHash(owner),
    indexKey,
    currencies: readCurrencies(body.supportedCurrencies),
  })
  return { id, ownerUserId: userId }
}

async function attachMerchant(ctx: Ctx, body: Body, indexKey: Buffer): Promise<Made> {
  const { organizationId: id = '' } = body
  const currencies = readCurrencies(body.supportedCurrencies)
  const own = (['name', 'email', 'phone', 'address', 'owner'] as const).filter((one) => body[one])
  if (own.length > 0) {
    throw invalid(...own.map((field) => ({ field, message: 'is the organization’s own affair' })))
  }
  const profile = await findConsumerProfile(ctx, id)
  if (!profile) throw notFound()
  await makeMerchant(ctx, { id, nameIndex: nameIndex(indexKey, profile.name), currencies })
  return { id }
}
