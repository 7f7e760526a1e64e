import { logoByHash } from './embedding/logo/logo-by-hash.ts'
import { merchantPages } from './embedding/pages.ts'
import type { Installation } from './installation.ts'
import type { PagesOptions } from './platform/http/pages.ts'
import { version } from './version.ts'

/** What the pages of an installation are told, and where they may be framed. */
export function pageOptions({ config, workspace }: Installation): Omit<PagesOptions, 'dist'> {
  const { mode, publicUrl: apiUrl } = config
  const ofMerchant = merchantPages(workspace)
  const ours = { frameAncestors: [], data: { version, mode, apiUrl } }
  return {
    policyOf: async (request) => (request.id === '' ? ours : ofMerchant(request)),
    logoOf: logoByHash(workspace),
    hasOutbox: mode === 'sandbox',
  }
}
