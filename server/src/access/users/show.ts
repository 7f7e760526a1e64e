import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { User } from '@tallystick/contract/users.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { listOwnMemberships } from '../lookups.ts'
import { findUser, type UserRow } from './store.ts'

type Shown = Sent<Static<typeof User>>

/** The context's user as it sees itself. */
export async function showOwnUser(ctx: Ctx): Promise<Shown> {
  const user = await findUser(ctx, ctx.actor.id)
  if (!user) throw notFound()
  const memberships = await listOwnMemberships(ctx)
  const { address, dateOfBirth, phone, type } = user.profile
  return {
    ...showUser(user),
    address,
    dateOfBirth,
    phone,
    type,
    organizations: memberships.map(({ organization_id: id, state, roles }) => ({
      id,
      state,
      roles: [...roles],
    })),
  }
}

/** What every member of its organization may know of a user. Whose birthday it is, is not among it. */
export function showUser({ id, email, profile, createdAt, updatedAt }: UserRow) {
  return {
    id,
    object: 'user' as const,
    createdAt: createdAt.toString(),
    email,
    firstName: profile.firstName,
    lastName: profile.lastName,
    oryId: id,
    updatedAt: updatedAt.toString(),
  }
}
