import { hash } from '@node-rs/argon2'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import type { WrappedKey } from '../platform/keys/keyring.ts'
import type { Principal } from '../platform/workspace.ts'
import { insertDataKeys, insertMembership, insertOrganization, insertUser } from './store.ts'

export type Kind = 'merchant' | 'consumer' | 'platform'

/** Sealed under the organization's own key. */
export type OrganizationProfile = {
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly address?: Readonly<Record<string, string>>
}

export type Owner = {
  readonly email: string
  readonly password?: string
  readonly firstName?: string
  readonly lastName?: string
}

const founderRoles = {
  platform: 'tally_platform',
  merchant: 'tally_app',
  consumer: 'tally_consumer',
} as const

/** The principal under which an organization comes into being: its own first context. */
export function founder(kind: Kind): Principal & { organizationId: string; userId: string } {
  const organizationId = newId('organization')
  const userId = newId('user')
  return {
    organizationId,
    userId,
    role: founderRoles[kind],
    scope: { organizationId, userId },
    actor: { kind: 'system', id: 'founding' },
    permissions: new Set(),
  }
}

export type Founding = {
  readonly organizationId: string
  readonly userId: string
  readonly kind: Kind
  readonly profile: OrganizationProfile
  readonly owner: Owner
  /** Blind index of the owner's address under the installation's key. */
  readonly loginIndex: Buffer
  readonly currencies?: readonly string[]
}

/** An organization with its key, and its first user as owner. Runs inside the founder's own transaction. */
export async function foundOrganization(ctx: Ctx, founding: Founding): Promise<void> {
  const { organizationId, userId, kind, profile, owner, loginIndex, currencies } = founding
  const organization = await ctx.keyring.found(organizationId)
  const user = await ctx.keyring.found(userId)
  const passwordHash = owner.password === undefined ? null : await hashPassword(owner.password)

  await keepKeys(ctx, organizationId, organization.keys)
  await insertOrganization(ctx, {
    organization_id: organizationId,
    [`${kind}_since`]: ctx.now,
    profile: organization.seals.seal(profilePlace(organizationId), profile),
    ...(currencies && { currencies: [...currencies] }),
    created_at: ctx.now,
    updated_at: ctx.now,
  })
  await keepKeys(ctx, userId, user.keys)
  const { email, firstName, lastName } = owner
  await insertUser(ctx, {
    user_id: userId,
    email: user.seals.seal({ table: 'users', column: 'email', row: userId }, email),
    profile: user.seals.seal(
      { table: 'users', column: 'profile', row: userId },
      { firstName, lastName },
    ),
    login_index: loginIndex,
    password_hash: passwordHash,
    created_at: ctx.now,
    updated_at: ctx.now,
  })
  await insertMembership(ctx, {
    organization_id: organizationId,
    user_id: userId,
    state: 'active',
    roles: ['owner'],
    created_at: ctx.now,
    updated_at: ctx.now,
  })
}

export const profilePlace = (organizationId: string) =>
  ({ table: 'organizations', column: 'profile', row: organizationId }) as const

/** argon2id with the parameters of OWASP's first recommendation: 19 MiB, two passes, one lane. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
}

function keepKeys(ctx: Ctx, ownerId: string, keys: readonly WrappedKey[]) {
  return insertDataKeys(
    ctx,
    keys.map(({ purpose, version, wrapped }) => ({ owner_id: ownerId, purpose, version, wrapped })),
  )
}
