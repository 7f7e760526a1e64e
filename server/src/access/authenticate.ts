import { timingSafeEqual } from 'node:crypto'
import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import { headers, sessionCookie } from '@tallystick/contract/headers.ts'
import type { FastifyRequest } from 'fastify'
import type { Authenticate } from '../platform/http/edge.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { type Principal, transact, type Workspace } from '../platform/workspace.ts'
import { addressAllowed } from './address-list.ts'
import { hashSecret, readApiKey } from './api-key-secret.ts'
import { isPast, unauthenticated } from './credentials.ts'
import { databaseRoleOf, permissionsOf } from './effective-permissions.ts'
import {
  findApiKey,
  findMembership,
  findUserSession,
  nobody,
  touchApiKey,
  touchUserSession,
} from './lookups.ts'
import { fromPortalToken } from './portal-token.ts'
import { csrfTokenOf, sessionLimits } from './sessions/session-cookie.ts'

const organizationHeader = headers.organization.toLowerCase()
const csrfHeader = headers.csrfToken.toLowerCase()

/** Who calls, by API key, portal token or session cookie. API keys are looked up at most once a second. */
export function authenticator(workspace: Workspace): Authenticate {
  const keys = new Map<string, { readonly until: number; readonly holder: Promise<KeyHolder> }>()

  const holderOf = (text: string): Promise<KeyHolder> => {
    const nowMs = workspace.clock().epochMilliseconds
    const cached = keys.get(text)
    if (cached && cached.until > nowMs) return cached.holder
    if (keys.size > 10_000) keys.clear()
    const holder = lookUpKey(workspace, text)
    keys.set(text, { until: nowMs + 1000, holder })
    holder.catch(() => keys.delete(text))
    return holder
  }

  return async (request) => {
    const { authorization } = request.headers
    if (authorization === undefined) return fromCookie(workspace, request)
    const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
    if (token.startsWith('pts_')) return fromPortalToken(workspace, token)
    const { principal, allowedAddresses } = await holderOf(token)
    if (!addressAllowed(request.ip, allowedAddresses)) throw unauthenticated()
    const named = request.headers[organizationHeader]
    if (named !== undefined && named !== principal.scope.organizationId) throw notFound()
    return principal
  }
}

type KeyHolder = { readonly principal: Principal; readonly allowedAddresses: readonly string[] }

async function lookUpKey(workspace: Workspace, text: string): Promise<KeyHolder> {
  const read = readApiKey(text, workspace.mode)
  if (!read) throw unauthenticated()
  return transact(workspace, nobody, async (ctx) => {
    const key = await findApiKey(ctx, read.apiKeyId, read.hash)
    if (key?.state !== 'active' || key.revoked_at) throw unauthenticated()
    if (isPast(key.expires_at, ctx.now)) throw unauthenticated()
    const staleBefore = ctx.now.subtract({ minutes: 1 })
    if (!key.last_used_at || isPast(key.last_used_at, staleBefore)) {
      await touchApiKey(ctx, read.apiKeyId, read.hash)
    }
    return {
      allowedAddresses: key.allowed_addresses ?? [],
      principal: {
        role: databaseRoleOf(key),
        scope: { organizationId: key.organization_id, userId: key.user_id },
        actor: { kind: 'apiKey', id: key.user_id },
        permissions: permissionsOf(key, key, key.permissions ?? undefined),
      },
    }
  })
}

/** A cookie that has ended is no cookie: it must not stand in the way of signing in again. */
async function fromCookie(
  workspace: Workspace,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const secret = request.cookies[sessionCookie]
  if (!secret) return undefined
  const hash = hashSecret(secret)
  const session = await transact(workspace, nobody, async (ctx) => {
    const found = await findUserSession(ctx, hash)
    if (!found || found.ended_at || isPast(found.expires_at, ctx.now)) return undefined
    const idleSince = ctx.now.subtract({ hours: sessionLimits.idleHours })
    if (isPast(found.seen_at, idleSince)) return undefined
    if (isPast(found.seen_at, ctx.now.subtract({ minutes: 1 }))) {
      await touchUserSession(ctx, hash)
    }
    return found
  })
  if (!session) return undefined
  if (!isFromOurPages(request, secret)) {
    if (accessOf(request) === 'open') return undefined
    throw new Problem(
      'FORBIDDEN',
      `Send the csrfToken of the session in the ${headers.csrfToken} header.`,
    )
  }
  return asMember(workspace, session, request.headers[organizationHeader])
}

/** A cookie is sent by any page that can make the browser call us; the CSRF token only by ours. */
function isFromOurPages(request: FastifyRequest, secret: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  const token = request.headers[csrfHeader]
  return (
    typeof token === 'string' && timingSafeEqual(hashSecret(token), hashSecret(csrfTokenOf(secret)))
  )
}

function accessOf({ routeOptions }: FastifyRequest) {
  return (routeOptions.config as { endpoint?: Endpoint }).endpoint?.access.kind
}

async function asMember(
  workspace: Workspace,
  session: { readonly user_id: string; readonly created_at: Temporal.Instant },
  organization: string | string[] | undefined,
): Promise<Principal> {
  const userId = session.user_id
  const user: Principal = {
    role: 'tally_app',
    scope: { userId },
    actor: { kind: 'user', id: userId },
    permissions: new Set(),
  }
  if (typeof organization !== 'string') return user
  const membership = await transact(workspace, user, (ctx) =>
    findMembership(ctx, organization, session.created_at),
  )
  if (membership?.state !== 'active') throw notFound()
  return {
    role: databaseRoleOf(membership),
    scope: { organizationId: organization, userId },
    actor: user.actor,
    permissions: permissionsOf(membership, membership),
  }
}
