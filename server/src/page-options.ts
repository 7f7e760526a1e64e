import { logoByHash } from './embedding/logo/logo-by-hash.ts'
import { merchantPages } from './embedding/pages.ts'
import type { Installation } from './installation.ts'
import { providerFor } from './payments/provider-for.ts'
import { stripePlatform } from './payments/providers/accounts.ts'
import { stripePageSources } from './payments/providers/stripe/page-sources.ts'
import type { Ctx } from './platform/ctx.ts'
import type { ForeignSources } from './platform/http/page-headers.ts'
import type { PagesOptions } from './platform/http/pages.ts'
import { version } from './version.ts'

/** What the pages of an installation are told, and where they may be framed. */
export function pageOptions({ config, workspace }: Installation): Omit<PagesOptions, 'dist'> {
  const { mode, publicUrl: apiUrl } = config
  const ofMerchant = merchantPages(workspace, foreignSources)
  const ours = { frameAncestors: [], data: { version, mode, apiUrl } }
  return {
    policyOf: async (request) => (request.id === '' ? ours : ofMerchant(request)),
    logoOf: logoByHash(workspace),
    hasOutbox: mode === 'sandbox',
  }
}

/** Where no money moves through Stripe, no page may reach it. */
async function foreignSources(ctx: Ctx): Promise<ForeignSources | undefined> {
  const { provider } = await providerFor(ctx)
  return provider === stripePlatform.provider ? stripePageSources : undefined
}
