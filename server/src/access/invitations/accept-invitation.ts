import type { Ctx } from '../../platform/ctx.ts'
import { loginIndex } from '../login-index.ts'
import { findMember, insertMembership } from '../members/store.ts'
import { insertUser } from '../users/store.ts'
import { closed } from './pending.ts'
import { closeInvitation, type InvitationRow } from './store.ts'

type Joining = {
  readonly indexKey: Buffer
  /** Of somebody who becomes a user by accepting; who is signed in is one. */
  readonly newUser?:
    | {
        readonly passwordHash: string
        readonly firstName?: string | undefined
        readonly lastName?: string | undefined
      }
    | undefined
}

/** Makes the context's user a member of the inviting organization, and first a user at all when it is not one. */
export async function acceptInvitation(
  ctx: Ctx,
  { id, email, roles, invitedBy }: InvitationRow,
  { indexKey, newUser }: Joining,
): Promise<InvitationRow> {
  const inviter = await findMember(ctx, invitedBy)
  if (inviter?.state !== 'active') throw closed('Whoever sent this invitation may no longer do so.')

  if (newUser) {
    const { passwordHash, ...profile } = newUser
    const index = loginIndex(indexKey, email)
    await insertUser(ctx, { id: ctx.actor.id, email, profile, loginIndex: index, passwordHash })
  }
  await insertMembership(ctx, ctx.actor.id, roles)
  return closeInvitation(ctx, id, 'accepted')
}
