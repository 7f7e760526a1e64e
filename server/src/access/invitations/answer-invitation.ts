import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { loginIndex } from '../login-index.ts'
import { findMember, insertMembership } from '../members/store.ts'
import { lockOrganization } from '../organizations/store.ts'
import { hashPassword } from '../password.ts'
import { findOwnLoginIndex, insertUser } from '../users/store.ts'
import { closeInvitation, type InvitationRow, lockInvitation } from './store.ts'

/** Who answers: a signed-in user, or somebody who becomes a user by accepting. */
export type Answerer = {
  readonly indexKey: Buffer
  readonly signedIn: boolean
  readonly password?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/** Makes the context's user a member of the inviting organization, and first a user at all when it is not one. */
export async function acceptInvitation(ctx: Ctx, id: string, answerer: Answerer) {
  // Roles do not go away while somebody is being given them.
  await lockOrganization(ctx)
  const invitation = await pendingInvitation(ctx, id)
  const inviter = await findMember(ctx, invitation.invitedBy)
  if (inviter?.state !== 'active') throw closed('Whoever sent this invitation may no longer do so.')
  if (answerer.signedIn) await assertAddressee(ctx, invitation, answerer.indexKey)
  else await signUp(ctx, invitation, answerer)

  await insertMembership(ctx, ctx.actor.id, invitation.roles)
  return closeInvitation(ctx, id, 'accepted')
}

/** Whoever holds the code may decline; a user who is signed in under another address may not. */
export async function declineInvitation(ctx: Ctx, id: string, answerer: Answerer) {
  const invitation = await pendingInvitation(ctx, id)
  if (answerer.signedIn) await assertAddressee(ctx, invitation, answerer.indexKey)
  return closeInvitation(ctx, id, 'declined')
}

/** Locks an invitation that can still be answered or revoked. */
export async function pendingInvitation(ctx: Ctx, id: string): Promise<InvitationRow> {
  const invitation = await lockInvitation(ctx, id)
  if (!invitation) throw notFound()
  if (invitation.state !== 'pending') throw closed(`This invitation is ${invitation.state}.`)
  return invitation
}

async function assertAddressee(ctx: Ctx, { email }: InvitationRow, indexKey: Buffer) {
  const own = await findOwnLoginIndex(ctx)
  if (own?.equals(loginIndex(indexKey, email))) return
  throw new Problem('FORBIDDEN', 'This invitation is for another e-mail address than yours.')
}

async function signUp(ctx: Ctx, { email }: InvitationRow, answerer: Answerer) {
  const { indexKey, password, firstName, lastName } = answerer
  if (password === undefined) {
    throw new Problem('UNAUTHENTICATED', 'Sign in, or choose a password to become a user.')
  }
  await insertUser(ctx, {
    id: ctx.actor.id,
    email,
    profile: { firstName, lastName },
    loginIndex: loginIndex(indexKey, email),
    passwordHash: await hashPassword(password),
  })
}

function closed(why: string): Problem {
  return new Problem('INVITATION_CLOSED', why)
}
