import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Merchant, merchants } from '@tallystick/contract/merchants.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { notFound } from '../../platform/problem.ts'
import { readCurrencies } from '../currencies.ts'
import { nameIndex } from '../login-index.ts'
import { assertOpen, limitSignups, type SigningUp } from '../open-signup.ts'
import { showProfile, showTerms } from '../organizations/show.ts'
import { findTerms, getOrganization } from '../organizations/store.ts'
import { changedProfile } from '../profile.ts'
import { signUp } from '../sign-up.ts'
import { createMerchant } from './create-merchant.ts'
import { setMerchantTerms } from './set-merchant-terms.ts'
import { findMerchant, listMerchants, type MerchantRow, setCurrencies } from './store.ts'

export function merchantRoutes({ indexKey, openSignup }: SigningUp): Route[] {
  return routes(merchants, {
    createSignup: {
      freestanding: async (call, { body }) => {
        assertOpen(openSignup)
        await limitSignups(call)
        const { name, email, owner } = body
        const currencies = readCurrencies(body.supportedCurrencies)
        const profile = changedProfile({ name, email }, body)
        return signUp(
          call,
          { kind: 'merchant', body, profile, owner, currencies, indexKey },
          async (ctx) => show(await getOwnMerchant(ctx)),
        )
      },
    },

    async createMerchant(ctx, { body }) {
      const { id, ownerUserId } = await createMerchant(ctx, body, indexKey)
      return { ...show(await getMerchant(ctx, id)), ownerUserId }
    },

    async listMerchants(ctx, { query }) {
      const named = query.name === undefined ? null : nameIndex(indexKey, query.name)
      return listPage(await listMerchants(ctx, query, named), query, show)
    },

    async getMerchant(ctx, { params }) {
      return show(await getMerchant(ctx, params.id))
    },

    async updateMerchant(ctx, { params, body }) {
      await getMerchant(ctx, params.id)
      const { platformFee } = body
      const currencies = readCurrencies(body.supportedCurrencies)
      if (currencies) await setCurrencies(ctx, params.id, currencies)
      if (platformFee) await setMerchantTerms(ctx, params.id, platformFee)
      return show(await getMerchant(ctx, params.id))
    },
  })
}

async function getMerchant(ctx: Ctx, id: string): Promise<MerchantRow> {
  const merchant = await findMerchant(ctx, id)
  if (!merchant) throw notFound()
  return merchant
}

/** As the merchant sees itself. */
async function getOwnMerchant(ctx: Ctx): Promise<MerchantRow> {
  const terms = await findTerms(ctx)
  return { ...(await getOrganization(ctx)), terms: terms ?? { fee_percent: '0', fee_fixed: {} } }
}

function show(merchant: MerchantRow): Sent<Static<typeof Merchant>> {
  const { id, currencies, terms } = merchant
  return {
    id,
    object: 'merchant',
    organizationId: id,
    ...showProfile(merchant),
    supportedCurrencies: [...currencies],
    platformFee: showTerms(terms),
  }
}
