import type { Ctx } from '../../platform/ctx.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { revokeKeysOf } from '../api-keys/store.ts'
import type { Kinds } from '../effective-permissions.ts'
import { lockOrganization } from '../organizations/store.ts'
import {
  allowedBy,
  assertWithinOwn,
  heldAs,
  type OrganizationRoles,
  readRoles,
} from '../roles/organization-roles.ts'
import { countOwners, deleteMember, findMember, type MemberRow, setMember } from './store.ts'

type Change = {
  readonly roles?: readonly string[] | undefined
  readonly state?: 'active' | 'suspended' | undefined
  readonly endLinks: EndLinks
}

/** Ends the links that a member of a merchant has made for customers. */
export type EndLinks = (ctx: Ctx, userId: string) => Promise<void>

/** Changes what a member may do. Who is suspended stops at once, and what was open then stays shut. */
export async function changeMember(ctx: Ctx, userId: string, change: Change): Promise<void> {
  const { member, roles, kinds } = await memberInReach(ctx, userId)
  const held = change.roles ? heldAs(roles, change.roles) : member.roles
  const { state = member.state } = change
  assertWithinOwn(ctx, allowedBy(roles, held))
  if (!isActiveOwner({ state, roles: held })) await assertNotLastOwner(ctx, member)

  // Neither what was signed in before a suspension nor during it comes back with the member.
  await setMember(ctx, { userId, state, roles: held, endsSessions: state !== member.state })
  if (state === 'suspended') await endAllOf(ctx, userId, kinds.merchant && change.endLinks)
}

export async function removeMember(ctx: Ctx, userId: string, endLinks: EndLinks): Promise<void> {
  const { member, kinds } = await memberInReach(ctx, userId)
  await assertNotLastOwner(ctx, member)

  await deleteMember(ctx, userId)
  await endAllOf(ctx, userId, kinds.merchant && endLinks)
}

/** Should the member come back one day, what it left open does not. After the change that lets it make nothing new. */
async function endAllOf(ctx: Ctx, userId: string, endLinks: EndLinks | false): Promise<void> {
  await revokeKeysOf(ctx, userId)
  if (endLinks) await endLinks(ctx, userId)
}

/** A member who holds no more than the actor. Changes of members go one after the other. */
async function memberInReach(
  ctx: Ctx,
  userId: string,
): Promise<{ member: MemberRow; roles: OrganizationRoles; kinds: Kinds }> {
  const { kinds } = await lockOrganization(ctx)
  const member = await findMember(ctx, userId)
  if (!member) throw notFound()
  const roles = await readRoles(ctx, kinds)
  assertWithinOwn(ctx, allowedBy(roles, member.roles))
  return { member, roles, kinds }
}

async function assertNotLastOwner(ctx: Ctx, member: MemberRow): Promise<void> {
  if (!isActiveOwner(member)) return
  if ((await countOwners(ctx)) > 1) return
  throw new Problem('LAST_OWNER', 'An organization keeps at least one active owner.')
}

function isActiveOwner({ state, roles }: Pick<MemberRow, 'state' | 'roles'>): boolean {
  return state === 'active' && roles.includes('owner')
}
