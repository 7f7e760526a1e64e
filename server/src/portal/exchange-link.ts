import { timingSafeEqual } from 'node:crypto'
import { isBefore } from '@tallystick/core/time/instant.ts'
import { hashSecret, makeSecret } from '../access/api-key-secret.ts'
import { atTimeOf } from '../clocks/at-time-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Call } from '../platform/http/bind.ts'
import { newId } from '../platform/ids.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { type Principal, systemIn } from '../platform/workspace.ts'
import { touchLink } from './link-store.ts'
import {
  deleteEndedSessions,
  findCheckout,
  findLink,
  insertPortalSession,
  type Linked,
} from './store.ts'

/** A session is over after so long, however much it is used. */
const sessionHours = 8
const attempts = { bucket: 'portal sessions', max: 60, windowSeconds: 60 }

/** Before the link is known, so is nobody. */
const stranger: Principal = {
  role: 'tally_portal',
  scope: {},
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
}

export type Opened = {
  readonly token: string
  readonly kind: 'portal' | 'checkout'
  readonly expiresAt: Temporal.Instant
}

/**
 * Exchanges the secret of a link for a token, as often as asked while the link works: for reloads and further tabs. An
 * unknown link and a wrong code are answered alike; only who holds the code learns that the link is no longer good.
 */
export async function exchangeLink(
  call: Call,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<Opened> {
  await call.limit({ ...attempts, who: `address ${call.address}` })
  const linked = await call.as(stranger, (ctx) =>
    id.startsWith('ps_') ? findCheckout(ctx, id) : findLink(ctx, id),
  )
  const fits = linked && timingSafeEqual(linked.codeHash, hashSecret(code))
  if (!fits) throw notFound()

  const token = `pts_${makeSecret()}`
  const expiresAt = call.now.add({ hours: sessionHours })
  await call.as(systemIn(linked.merchantId, 'portal'), async (ctx) => {
    if (linked.revoked || !isOpen(linked, await nowFor(ctx, linked))) {
      throw new Problem('LINK_EXPIRED', 'This link has expired or was withdrawn.')
    }
    await deleteEndedSessions(ctx)
    if (linked.linkId !== undefined) await touchLink(ctx, linked.linkId)
    await insertPortalSession(ctx, {
      ...linked,
      id: newId('session'),
      tokenHash: hashSecret(token),
      expiresAt,
    })
  })
  return { token, kind: linked.kind, expiresAt }
}

/** Links live in real time; a checkout in that of its customer. */
async function nowFor(ctx: Ctx, { kind, customerId }: Linked): Promise<Temporal.Instant> {
  return kind === 'checkout' ? (await atTimeOf(ctx, customerId ?? undefined)).now : ctx.realNow
}

/** A checkout is shown a while longer than it can be paid, so that a reload still tells how it ended. */
function isOpen({ kind, expiresAt }: Linked, now: Temporal.Instant): boolean {
  const last = kind === 'checkout' ? expiresAt.add({ hours: sessionHours }) : expiresAt
  return isBefore(now, last)
}
