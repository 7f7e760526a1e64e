import { mayCall } from '../../platform/http/rate-limit.ts'
import { systemIn, transact, type Workspace } from '../../platform/workspace.ts'
import type { Judgement } from './judge-origin.ts'
import { putRefusal } from './store.ts'

/** Anything else was not written by a browser, and is nobody's to store. */
const asBrowsersSay = /^(null|https?:\/\/[a-z0-9.:[\]-]{1,253})$/

const notes = { bucket: 'embed refusals', who: 'strangers', max: 60, windowSeconds: 60 }

/**
 * Notes for the merchant that a page of an origin that is not listed framed one of its pages: the origin alone, and no
 * more of them in a minute than do no harm. Past that it is forgotten in silence: who asks is told all the same.
 */
export async function noteRefusal(
  workspace: Workspace,
  merchantId: string,
  { origin, refusal }: Judgement,
): Promise<void> {
  if (!refusal || !asBrowsersSay.test(origin)) return
  const counting = { role: 'tally_portal', scope: { organizationId: merchantId } } as const
  if (!(await mayCall(workspace, counting, notes))) return
  await transact(workspace, systemIn(merchantId, 'embedding'), (ctx) =>
    putRefusal(ctx, { origin, code: refusal.code }),
  )
}
