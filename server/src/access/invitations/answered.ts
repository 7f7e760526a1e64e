import type { Ctx } from '../../platform/ctx.ts'
import type { Call } from '../../platform/http/bind.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import type { Principal } from '../../platform/workspace.ts'
import { networkOf } from '../address-list.ts'
import { hashSecret } from '../api-key-secret.ts'
import { databaseRoleOf } from '../effective-permissions.ts'
import { loginIndex } from '../login-index.ts'
import { findInvitingOrganization, nobody } from '../lookups.ts'
import { lockOrganization } from '../organizations/store.ts'
import { namesOf, readRoles } from '../roles/organization-roles.ts'
import { findOwnLoginIndex } from '../users/store.ts'
import { assertPending } from './pending.ts'
import { show } from './show.ts'
import { type InvitationRow, lockInvitation } from './store.ts'

/** Somebody who knows the code of an invitation, in the organization that the code alone names. */
export type Holder = {
  readonly invitationId: string
  readonly principal: Principal
  /** Else the holder is nobody yet, and may become a user of the id that the principal bears. */
  readonly signedIn: boolean
}

const attempts = { bucket: 'invitations', max: 30, windowSeconds: 60 }

export async function holderOf(
  call: Call,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<Holder> {
  const { actor } = call.principal
  if (actor.kind !== 'user' && actor.kind !== 'anonymous') {
    throw new Problem('FORBIDDEN', 'An invitation is for a person: sign in to answer it.')
  }
  await call.limit({ ...attempts, who: networkOf(call.address) })
  const inviting = await call.as(nobody, (ctx) =>
    findInvitingOrganization(ctx, id, hashSecret(code)),
  )
  if (!inviting) throw notFound()
  const signedIn = actor.kind === 'user'
  const userId = signedIn ? actor.id : newId('user')
  return {
    invitationId: id,
    signedIn,
    principal: {
      role: databaseRoleOf(inviting),
      scope: { organizationId: inviting.organization_id, userId },
      actor: { kind: 'user', id: userId },
      permissions: new Set(),
    },
  }
}

type Answering = {
  readonly indexKey: Buffer
  /** What repetitions are compared by, when it is not the body as sent. */
  readonly payload?: string | undefined
  readonly answer: (ctx: Ctx, invitation: InvitationRow) => Promise<InvitationRow>
}

/** Answers a pending invitation, once per Idempotency-Key. A reply that was kept is shown to its addressee alone. */
export function answered(
  call: Call,
  { invitationId, principal, signedIn }: Holder,
  { indexKey, payload, answer }: Answering,
) {
  return call.as(principal, async (ctx) => {
    // Roles do not go away while somebody is being given them.
    const { kinds } = await lockOrganization(ctx)
    const invitation = await lockInvitation(ctx, invitationId)
    if (!invitation) throw notFound()
    if (signedIn) await assertAddressee(ctx, invitation, indexKey)
    const work = async () => {
      assertPending(invitation)
      const closed = await answer(ctx, invitation)
      return show(closed, namesOf(await readRoles(ctx, kinds), closed.roles))
    }
    return call.once(ctx, work, payload)
  })
}

async function assertAddressee(ctx: Ctx, { email }: InvitationRow, indexKey: Buffer) {
  const own = await findOwnLoginIndex(ctx)
  if (own?.equals(loginIndex(indexKey, email))) return
  throw new Problem('FORBIDDEN', 'This invitation is for another e-mail address than yours.')
}
