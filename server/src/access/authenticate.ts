import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Authenticate } from '../platform/http/edge.ts'
import { Problem } from '../platform/problem.ts'
import { type Principal, transact, type Workspace } from '../platform/workspace.ts'
import { addressAllowed } from './address-list.ts'
import { hashSecret, readApiKey } from './api-key-secret.ts'
import { kindOf, permissionsOf } from './effective-permissions.ts'
import { findApiKey, findMembership, findPortalSession, findUserSession, touch } from './lookups.ts'

export const sessionCookie = '__Host-tally_session'
const idleMinutes = { user: 60 * 24, portal: 15 }
const noOne: Omit<Principal, 'role'> = {
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
  scope: {},
}

/** Who calls, by API key, portal token or session cookie. API keys are looked up at most once a second. */
export function authenticator(workspace: Workspace): Authenticate {
  const keys = new Map<string, { readonly until: number; readonly principal: Promise<KeyHolder> }>()

  const holderOf = (text: string): Promise<KeyHolder> => {
    const nowMs = workspace.clock().epochMilliseconds
    const cached = keys.get(text)
    if (cached && cached.until > nowMs) return cached.principal
    if (keys.size > 10_000) keys.clear()
    const principal = lookUpKey(workspace, text)
    keys.set(text, { until: nowMs + 1000, principal })
    principal.catch(() => keys.delete(text))
    return principal
  }

  return async (request) => {
    const { authorization } = request.headers
    if (authorization === undefined) return fromCookie(workspace, request)
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
    if (token.startsWith('pts_')) return fromPortalToken(workspace, token)
    const { principal, allowedAddresses } = await holderOf(token)
    if (!addressAllowed(request.ip, allowedAddresses)) throw unauthenticated()
    return principal
  }
}

type KeyHolder = { readonly principal: Principal; readonly allowedAddresses: readonly string[] }

async function lookUpKey(workspace: Workspace, text: string): Promise<KeyHolder> {
  const read = readApiKey(text, workspace.mode)
  if (!read) throw unauthenticated()
  return transact(workspace, { role: 'tally_app', ...noOne }, async (ctx) => {
    const key = await findApiKey(ctx, read.apiKeyId, read.hash)
    if (key?.state !== 'active' || isPast(key.revoked_at, ctx.now)) throw unauthenticated()
    if (isPast(key.expires_at, ctx.now)) throw unauthenticated()
    const staleBefore = ctx.now.subtract({ minutes: 1 })
    if (!key.last_used_at || isPast(key.last_used_at, staleBefore)) {
      await touch(ctx, sql`tally.touch_api_key(${read.apiKeyId}, ${read.hash})`)
    }
    const kind = kindOf(key)
    return {
      allowedAddresses: key.allowed_addresses ?? [],
      principal: {
        role: kind.databaseRole,
        scope: { organizationId: key.organization_id, userId: key.user_id },
        actor: { kind: 'apiKey', id: key.user_id },
        permissions: permissionsOf(kind, key, key.permissions ?? undefined),
      },
    }
  })
}

async function fromCookie(
  workspace: Workspace,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const secret = request.cookies[sessionCookie]
  if (!secret) return undefined
  const hash = hashSecret(secret)
  const session = await transact(workspace, { role: 'tally_app', ...noOne }, async (ctx) => {
    const found = await findUserSession(ctx, hash)
    if (!found || found.ended_at || isPast(found.expires_at, ctx.now)) return undefined
    if (isPast(found.seen_at.add({ minutes: idleMinutes.user }), ctx.now)) return undefined
    if (isPast(found.seen_at, ctx.now.subtract({ minutes: 1 }))) {
      await touch(ctx, sql`tally.touch_user_session(${hash})`)
    }
    return found
  })
  if (!session) throw unauthenticated()
  assertSameSite(request, session.csrf_hash)
  return asMember(workspace, session.user_id, request.headers['tally-organization'])
}

/** A cookie is sent by any page that can make the browser call us; the CSRF token only by ours. */
function assertSameSite(request: FastifyRequest, csrfHash: Buffer) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const token = request.headers['tally-csrf-token']
  if (typeof token !== 'string' || !hashSecret(token).equals(csrfHash)) {
    throw new Problem(
      'FORBIDDEN',
      'Send the csrfToken of the session in the Tally-Csrf-Token header.',
    )
  }
}

async function asMember(
  workspace: Workspace,
  userId: string,
  organization: string | string[] | undefined,
): Promise<Principal> {
  const user: Principal = {
    role: 'tally_app',
    scope: { userId },
    actor: { kind: 'user', id: userId },
    permissions: new Set(),
  }
  if (typeof organization !== 'string') return user
  const membership = await transact(workspace, user, (ctx) => findMembership(ctx, organization))
  if (membership?.state !== 'active') throw new Problem('NOT_FOUND', 'There is no such object.')
  const kind = kindOf(membership)
  return {
    role: kind.databaseRole,
    scope: { organizationId: organization, userId },
    actor: user.actor,
    permissions: permissionsOf(kind, membership),
  }
}

async function fromPortalToken(workspace: Workspace, token: string): Promise<Principal> {
  const hash = hashSecret(token)
  return transact(workspace, { role: 'tally_portal', ...noOne }, async (ctx) => {
    const session = await findPortalSession(ctx, hash)
    const idleSince = ctx.now.subtract({ minutes: idleMinutes.portal })
    if (!session || session.revoked || isPast(session.expires_at, ctx.now)) throw unauthenticated()
    if (isPast(session.seen_at, idleSince)) throw unauthenticated()
    if (isPast(session.seen_at, ctx.now.subtract({ minutes: 1 }))) {
      await touch(ctx, sql`tally.touch_portal_session(${hash})`)
    }
    return {
      role: 'tally_portal',
      scope: {
        organizationId: session.merchant_id,
        subjectId: session.subject_id,
        ...(session.customer_id !== null && { customerId: session.customer_id }),
      },
      actor: { kind: 'portal', id: session.portal_session_id },
      permissions: new Set(session.permissions) as Principal['permissions'],
    }
  })
}

function isPast(at: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return at !== null && Temporal.Instant.compare(at, now) < 0
}

function unauthenticated(): Problem {
  return new Problem('UNAUTHENTICATED', 'These credentials are not valid.')
}
