import type { Sent } from '@tallystick/contract/endpoint.ts'
import { type Organization, organizations } from '@tallystick/contract/organizations.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { readCurrencies } from '../currencies.ts'
import { nameIndex } from '../login-index.ts'
import { changedProfile } from '../profile.ts'
import { assertOwn } from './own.ts'
import { showProfile, showTerms } from './show.ts'
import {
  findTerms,
  getOrganization,
  lockOrganization,
  type OrganizationRow,
  setOrganization,
} from './store.ts'

export function organizationRoutes(indexKey: Buffer): Route[] {
  return routes(organizations, {
    async getOrganization(ctx, { params }) {
      assertOwn(ctx, params.id)
      return show(ctx, await getOrganization(ctx))
    },

    async updateOrganization(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      const { kinds, profile, currencies } = await lockOrganization(ctx)
      const changed = changedProfile(profile, body)
      const organization = await setOrganization(ctx, {
        profile: changed,
        nameIndex: kinds.merchant ? nameIndex(indexKey, changed.name) : null,
        currencies: readCurrencies(body.supportedCurrencies) ?? currencies,
      })
      return show(ctx, organization)
    },
  })
}

async function show(
  ctx: Ctx,
  organization: OrganizationRow,
): Promise<Sent<Static<typeof Organization>>> {
  const { id, kinds, currencies } = organization
  const terms = kinds.merchant && !kinds.platform ? await findTerms(ctx) : undefined
  return {
    id,
    object: 'organization',
    kinds: (['merchant', 'consumer', 'platform'] as const).filter((kind) => kinds[kind]),
    ...showProfile(organization),
    supportedCurrencies: [...currencies],
    ...(terms && { platformFee: showTerms(terms) }),
  }
}
