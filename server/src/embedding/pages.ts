import type { Ctx } from '../platform/ctx.ts'
import type { ForeignSources } from '../platform/http/page-headers.ts'
import type { PagePolicy as Decided, PageRequest } from '../platform/http/pages.ts'
import { systemIn, transact, type Workspace } from '../platform/workspace.ts'
import { judgeOrigin } from './origins/judge-origin.ts'
import { noteRefusal } from './origins/note-refusal.ts'
import { findPageOwner, type PageBranding, type PagePolicy, pagePolicyIn } from './page-policy.ts'

/** For so long a process may show how things were: merchants change them and look again. */
const freshMs = 5_000
const mostKept = 10_000

/** Of addresses that name nobody's page: the page itself says so. */
const unbranded: PageBranding = { name: '', locale: 'auto', theme: 'auto' }

type Page = PagePolicy & { readonly foreign: ForeignSources | undefined }
type Kept = { readonly until: number; readonly page: Promise<Page | undefined> }
type SourcesOf = (ctx: Ctx) => Promise<ForeignSources | undefined>

/** Decides about pages of merchants, by the id in their address. */
export function merchantPages(workspace: Workspace, sourcesOf: SourcesOf) {
  const kept = new Map<string, Kept>()

  const lookUp = async (id: string): Promise<Page | undefined> => {
    const merchantId = await findPageOwner(workspace, id)
    if (merchantId === undefined) return undefined
    const policy = await pagePolicyIn(workspace, merchantId)
    const foreign = await transact(workspace, systemIn(merchantId, 'embedding'), sourcesOf)
    return { ...policy, foreign }
  }

  const pageOf = (id: string): Promise<Page | undefined> => {
    const nowMs = workspace.clock().epochMilliseconds
    const known = kept.get(id)
    if (known && known.until > nowMs) return known.page
    if (kept.size >= mostKept) kept.clear()
    const page = lookUp(id)
    kept.set(id, { until: nowMs + freshMs, page })
    page.catch(() => kept.delete(id))
    return page
  }

  return async ({ id, framedBy }: PageRequest): Promise<Decided> => {
    const { mode } = workspace
    const page = await pageOf(id)
    if (!page) return { frameAncestors: [], data: { branding: unbranded, mode } }
    const { merchantId, origins, branding, foreign } = page
    if (framedBy !== undefined && framedBy !== new URL(workspace.publicUrl).origin) {
      const judgement = judgeOrigin(framedBy, { listed: origins, mode })
      await noteRefusal(workspace, merchantId, judgement)
    }
    return { frameAncestors: origins, foreign, data: { branding, mode } }
  }
}
