import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { type InvitationRow, lockInvitation } from './store.ts'

/** Locks an invitation that can still be answered or revoked. */
export async function pendingInvitation(ctx: Ctx, id: string): Promise<InvitationRow> {
  const invitation = await lockInvitation(ctx, id)
  if (!invitation) throw notFound()
  assertPending(invitation)
  return invitation
}

export function assertPending({ state }: InvitationRow): void {
  if (state !== 'pending') throw closed(`This invitation is ${state}.`)
}

export function closed(why: string): Problem {
  return new Problem('INVITATION_CLOSED', why)
}
