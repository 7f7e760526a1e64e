import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import type { Principal } from '../platform/workspace.ts'
import { databaseRoleOf } from './effective-permissions.ts'
import { loginIndex, nameIndex } from './login-index.ts'
import { hashPassword } from './password.ts'
import { type OrganizationProfile, profilePlace, userPlace } from './profile.ts'
import { insertOrganization } from './store.ts'

export type Kind = 'merchant' | 'consumer' | 'platform'

export type Owner = {
  readonly email: string
  /** Without one, the owner acts by API keys alone. */
  readonly passwordHash?: string
  readonly firstName?: string
  readonly lastName?: string
}

type NamedOwner = Omit<Owner, 'passwordHash'> & { readonly password: string }

/** To be called before a transaction is open where strangers can make many wait for their hashes. */
export async function withHash({ password, ...owner }: NamedOwner): Promise<Owner> {
  return { ...owner, passwordHash: await hashPassword(password) }
}

type Ids = { readonly organizationId: string; readonly userId: string }

const newIds = (): Ids => ({ organizationId: newId('organization'), userId: newId('user') })

/** The principal under which an organization comes into being: its own first context. */
export function founder(kind: Kind, { organizationId, userId } = newIds()): Principal & Ids {
  return {
    organizationId,
    userId,
    role: databaseRoleOf({
      merchant: kind === 'merchant',
      consumer: kind === 'consumer',
      platform: kind === 'platform',
    }),
    scope: { organizationId, userId },
    actor: { kind: 'user', id: userId },
    permissions: new Set(),
  }
}

export type Founding = {
  readonly organizationId: string
  readonly userId: string
  readonly kind: Kind
  readonly profile: OrganizationProfile
  readonly owner: Owner
  /** The installation's key of the indexes by which logins and merchants are found. */
  readonly indexKey: Buffer
  readonly currencies?: readonly string[] | undefined
}

const defaultCurrencies = ['USD', 'EUR', 'GBP', 'AUD'] as const

/**
 * An organization with its key, and its first user as owner. Runs in the founder's own transaction, or in one of the
 * platform.
 */
export async function foundOrganization(ctx: Ctx, founding: Founding): Promise<void> {
  const { organizationId, userId, kind, profile, owner, indexKey } = founding
  const { email, passwordHash = null, firstName, lastName } = owner
  const organization = await ctx.keyring.found(organizationId)
  const user = await ctx.keyring.found(userId)

  await insertOrganization(ctx, {
    id: organizationId,
    kind,
    profile: organization.seals.seal(profilePlace(organizationId), profile),
    nameIndex: kind === 'merchant' ? nameIndex(indexKey, profile.name) : null,
    currencies: founding.currencies ?? defaultCurrencies,
    keys: organization.keys.map(({ wrapped }) => wrapped),
    owner: {
      id: userId,
      email: user.seals.seal(userPlace(userId, 'email'), email.trim()),
      profile: user.seals.seal(userPlace(userId, 'profile'), { firstName, lastName }),
      loginIndex: loginIndex(indexKey, email),
      passwordHash,
      keys: user.keys.map(({ wrapped }) => wrapped),
    },
  })
}
