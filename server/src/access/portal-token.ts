import { type Principal, transact, type Workspace } from '../platform/workspace.ts'
import { hashSecret } from './api-key-secret.ts'
import { isPast, unauthenticated } from './credentials.ts'
import { findPortalSession, nobody, touchPortalSession } from './lookups.ts'

const idleMinutes = 15

/** Who holds the token that a portal or checkout link was exchanged for: one customer of one merchant. */
export async function fromPortalToken(workspace: Workspace, token: string): Promise<Principal> {
  const hash = hashSecret(token)
  return transact(workspace, { ...nobody, role: 'tally_portal' }, async (ctx) => {
    const session = await findPortalSession(ctx, hash)
    const idleSince = ctx.now.subtract({ minutes: idleMinutes })
    if (!session || session.revoked || isPast(session.expires_at, ctx.now)) throw unauthenticated()
    if (isPast(session.seen_at, idleSince)) throw unauthenticated()
    if (isPast(session.seen_at, ctx.now.subtract({ minutes: 1 }))) {
      await touchPortalSession(ctx, hash)
    }
    return {
      role: 'tally_portal',
      scope: {
        organizationId: session.merchant_id,
        subjectId: session.subject_id,
        ...(session.customer_id !== null && { customerId: session.customer_id }),
      },
      actor: { kind: 'portal', id: session.portal_session_id },
      permissions: new Set(session.permissions) as Principal['permissions'],
    }
  })
}
