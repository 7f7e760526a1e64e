import { embedOrigins } from '@tallystick/contract/embed-origins.ts'
import { assertMerchant, holdMerchant } from '../../access/organizations/merchant.ts'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import type { Workspace } from '../../platform/workspace.ts'
import { findPageOwner, pagePolicyIn } from '../page-policy.ts'
import { addOrigin } from './add-origin.ts'
import { judgeOrigin, showJudgement } from './judge-origin.ts'
import { noteRefusal } from './note-refusal.ts'
import { deleteOrigin, type EmbedOrigin, listOrigins, listRefusals, type Refused } from './store.ts'

/** Asked by pages of others, once or twice when a frame stays dark. */
const asking = { bucket: 'embed policy', max: 60, windowSeconds: 60 }

export const embedOriginRoutes = (workspace: Workspace): Route[] =>
  routes(embedOrigins, {
    async listEmbedOrigins(ctx, { params }) {
      assertOwn(ctx, params.id)
      await assertMerchant(ctx)
      const entries = await listOrigins(ctx)
      const refusals = await listRefusals(ctx)
      const listed = entries.map(({ origin }) => origin)
      return {
        object: 'list' as const,
        data: entries.map(show),
        refusals: refusals.map((refused) => showRefusal(ctx, refused, listed)),
      }
    },

    async createEmbedOrigin(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      await holdMerchant(ctx)
      const { isNew, entry } = await addOrigin(ctx, body.origin)
      return { status: isNew ? (201 as const) : (200 as const), body: show(entry) }
    },

    async deleteEmbedOrigin(ctx, { params }) {
      assertOwn(ctx, params.id)
      if (!(await deleteOrigin(ctx, params.originId))) throw notFound()
      return undefined
    },

    async checkEmbedOrigin(ctx, { params, body }) {
      assertOwn(ctx, params.id)
      await assertMerchant(ctx)
      const listed = (await listOrigins(ctx)).map(({ origin }) => origin)
      const judgement = judgeOrigin(body.origin, { listed, mode: ctx.mode })
      return { object: 'embedOriginCheck' as const, ...showJudgement(judgement) }
    },

    getEmbedPolicy: {
      async freestanding(call, { params }) {
        await call.limit({ ...asking, who: `address ${call.address}` })
        const { origin } = call
        if (origin === undefined) {
          const message = 'is sent by browsers when a page asks another origin'
          throw invalid({ field: 'Origin', message, code: 'required' })
        }
        const merchantId = await findPageOwner(workspace, params.id)
        if (!merchantId) throw notFound()
        const { origins: listed } = await pagePolicyIn(workspace, merchantId)
        const judgement = judgeOrigin(origin, { listed, mode: workspace.mode })
        await noteRefusal(workspace, merchantId, judgement)
        return { object: 'embedPolicy' as const, ...showJudgement(judgement) }
      },
    },
  })

function show({ id, origin, createdBy, createdAt }: EmbedOrigin) {
  return { object: 'embedOrigin' as const, id, origin, createdBy, createdAt: createdAt.toString() }
}

/** The reason is found anew: since then, the list may have come nearer. */
function showRefusal(ctx: Ctx, refused: Refused, listed: readonly string[]) {
  const { refusal } = judgeOrigin(refused.origin, { listed, mode: ctx.mode })
  return {
    origin: refused.origin,
    code: refusal?.code ?? refused.code,
    reason: refusal?.reason ?? 'It was not listed.',
    count: refused.attempts,
    lastSeenAt: refused.lastSeenAt.toString(),
  }
}
