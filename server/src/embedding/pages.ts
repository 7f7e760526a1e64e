import type { PagePolicy as Decided, PageRequest } from '../platform/http/pages.ts'
import type { Workspace } from '../platform/workspace.ts'
import { judgeOrigin } from './origins/judge-origin.ts'
import { noteRefusal } from './origins/note-refusal.ts'
import { findPageOwner, type PageBranding, type PagePolicy, pagePolicyIn } from './page-policy.ts'

/** For so long a process may show how things were: merchants change them and look again. */
const freshMs = 5_000
const mostKept = 10_000

/** Of addresses that name nobody's page: the page itself says so. */
const unbranded: PageBranding = { name: '', locale: 'auto', theme: 'auto' }

type Kept = { readonly until: number; readonly policy: Promise<PagePolicy | undefined> }

/** Decides about pages of merchants, by the id in their address. */
export function merchantPages(workspace: Workspace) {
  const kept = new Map<string, Kept>()

  const policyOf = (id: string): Promise<PagePolicy | undefined> => {
    const nowMs = workspace.clock().epochMilliseconds
    const known = kept.get(id)
    if (known && known.until > nowMs) return known.policy
    if (kept.size >= mostKept) kept.clear()
    const policy = lookUp(workspace, id)
    kept.set(id, { until: nowMs + freshMs, policy })
    policy.catch(() => kept.delete(id))
    return policy
  }

  return async ({ id, framedBy }: PageRequest): Promise<Decided> => {
    const { mode } = workspace
    const policy = await policyOf(id)
    if (!policy) return { frameAncestors: [], data: { branding: unbranded, mode } }
    const { merchantId, origins, branding } = policy
    if (framedBy !== undefined && framedBy !== new URL(workspace.publicUrl).origin) {
      const judgement = judgeOrigin(framedBy, { listed: origins, mode })
      await noteRefusal(workspace, merchantId, judgement)
    }
    return { frameAncestors: origins, data: { branding, mode } }
  }
}

async function lookUp(workspace: Workspace, id: string): Promise<PagePolicy | undefined> {
  const merchantId = await findPageOwner(workspace, id)
  return merchantId === undefined ? undefined : pagePolicyIn(workspace, merchantId)
}
