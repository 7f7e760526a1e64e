import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { createApiKey } from '../create-api-key.ts'
import { findMember } from '../members/store.ts'
import { getOrganization } from '../organizations/store.ts'
import { allowedBy, assertWithinOwn, readRoles } from '../roles/organization-roles.ts'
import { type ApiKeyRow, lockApiKey, setKeyExpiry } from './store.ts'

/** A new secret for what the old key may do; the old one works until the overlap ends. */
export async function rotateApiKey(ctx: Ctx, id: string, overlapSeconds: number) {
  const key = await lockApiKey(ctx, id)
  if (!key || hasEnded(key, ctx.now)) throw notFound()
  // The secret is shown to whoever rotates: it must open no more doors than they have.
  assertWithinOwn(ctx, await reachOf(ctx, key))

  const overlapEnds = ctx.now.add({ seconds: overlapSeconds })
  if (!key.expiresAt || isBefore(overlapEnds, key.expiresAt)) {
    await setKeyExpiry(ctx, id, overlapEnds)
  }
  const { userId, name, permissions, allowedAddresses, expiresAt } = key
  return createApiKey(ctx, {
    userId,
    name,
    permissions,
    allowedAddresses,
    expiresAt,
    replaces: id,
  })
}

function hasEnded({ expiresAt }: ApiKeyRow, now: Temporal.Instant): boolean {
  return expiresAt !== undefined && !isAfter(expiresAt, now)
}

/** What the key allows today. */
async function reachOf(ctx: Ctx, { userId, permissions }: ApiKeyRow): Promise<string[]> {
  const member = await findMember(ctx, userId)
  if (!member) return []
  const roles = await readRoles(ctx, (await getOrganization(ctx)).kinds)
  const held = [...allowedBy(roles, member.roles)]
  return permissions ? held.filter((permission) => permissions.includes(permission)) : held
}
