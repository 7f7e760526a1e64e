import { type ApiKey, apiKeys } from '@tallystick/contract/api-keys.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { GrantablePermission } from '@tallystick/contract/permissions.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { readInstant } from '../../platform/http/instant.ts'
import { listPage } from '../../platform/http/list.ts'
import type { FieldError } from '../../platform/problem.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { readRange } from '../address-list.ts'
import { createApiKey } from '../create-api-key.ts'
import { findMember } from '../members/store.ts'
import { assertOwn } from '../organizations/own.ts'
import { getOrganization } from '../organizations/store.ts'
import { allowedBy, assertWithinOwn, readRoles } from '../roles/organization-roles.ts'
import { rotateApiKey } from './rotate-api-key.ts'
import { type ApiKeyRow, findApiKey, listApiKeys, revokeKey } from './store.ts'

const defaultOverlapSeconds = 86_400

export const apiKeyRoutes = routes(apiKeys, {
  async createApiKey(ctx, { body }) {
    assertOwn(ctx, body.organizationId)
    const { name, permissions, allowedAddresses } = body
    if (permissions) assertWithinOwn(ctx, permissions)
    if (allowedAddresses) assertRanges(allowedAddresses)
    const { apiKeyId, text } = await createApiKey(ctx, {
      userId: ctx.actor.id,
      name,
      permissions: permissions ?? (await scopesOf(ctx)),
      allowedAddresses,
      expiresAt: readExpiry(ctx, body.expiresAt),
    })
    return { ...(await shown(ctx, apiKeyId)), key: text }
  },

  async listApiKeys(ctx, { query }) {
    return listPage(await listApiKeys(ctx, query), query, show)
  },

  async rotateApiKey(ctx, { params, body }) {
    const { overlapSeconds = defaultOverlapSeconds } = body ?? {}
    const { apiKeyId, text } = await rotateApiKey(ctx, params.id, overlapSeconds)
    return { ...(await shown(ctx, apiKeyId)), key: text }
  },

  async revokeApiKey(ctx, { params }) {
    if (!(await revokeKey(ctx, params.id))) throw notFound()
    return undefined
  },
})

/** A key made by a key that is limited keeps its limits; one made with all of a user's permissions has none. */
async function scopesOf(ctx: Ctx): Promise<readonly string[] | undefined> {
  const member = await findMember(ctx, ctx.actor.id)
  const roles = await readRoles(ctx, (await getOrganization(ctx)).kinds)
  const all = allowedBy(roles, member?.roles ?? [])
  const own: ReadonlySet<string> = ctx.permissions
  return all.isSubsetOf(own) ? undefined : [...own]
}

function assertRanges(addresses: readonly string[]) {
  const wrong = addresses.flatMap((address, at) =>
    readRange(address)
      ? []
      : [{ field: `allowedAddresses.${at}`, message: 'is no address', code: 'invalid_format' }],
  )
  if (wrong.length > 0) throw invalid(...wrong)
}

function readExpiry({ now }: Ctx, text: string | undefined): Temporal.Instant | undefined {
  const errors: FieldError[] = []
  const at = readInstant('expiresAt', text, errors)
  if (at && !isAfter(at, now)) {
    errors.push({ field: 'expiresAt', message: 'must lie in the future', code: 'out_of_range' })
  }
  if (errors.length > 0) throw invalid(...errors)
  return at
}

async function shown(ctx: Ctx, id: string) {
  const key = await findApiKey(ctx, id)
  if (!key) throw notFound()
  return show(key)
}

function show(key: ApiKeyRow): Sent<Static<typeof ApiKey>> {
  const { id, organizationId, userId, name, permissions, allowedAddresses, lastFour } = key
  return {
    id,
    object: 'apiKey',
    organizationId,
    userId,
    name,
    permissions: permissions && ([...permissions] as GrantablePermission[]),
    allowedAddresses,
    lastFour,
    expiresAt: key.expiresAt?.toString(),
    lastUsedAt: key.lastUsedAt?.toString(),
    replaces: key.replaces,
    createdAt: key.createdAt.toString(),
  }
}
