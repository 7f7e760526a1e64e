import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export type NewLink = {
  readonly id: string
  readonly subscriptionId: string
  readonly customerId: string
  readonly codeHash: Buffer
  readonly permissions: readonly string[]
  readonly expiresAt: Temporal.Instant
}

export async function insertPortalLink(ctx: Ctx, link: NewLink): Promise<void> {
  await ctx.db
    .insertInto('tally.portal_links')
    .values({
      merchant_id: ctx.organizationId,
      portal_link_id: link.id,
      subscription_id: link.subscriptionId,
      customer_id: link.customerId,
      code_hash: link.codeHash,
      permissions: [...link.permissions],
      created_by: ctx.actor.id,
      created_at: ctx.now,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Also those that have expired: the sessions that they were exchanged for live a while longer. */
export async function revokeLinks(
  { db, organizationId, now }: Ctx,
  createdBy: string,
): Promise<void> {
  await db
    .updateTable('tally.portal_links')
    .set({ revoked_at: now })
    .where('merchant_id', '=', organizationId)
    .where('created_by', '=', createdBy)
    .where('revoked_at', 'is', null)
    .execute()
}

/** What the secret of a link opens. */
export type Linked = {
  readonly kind: 'portal' | 'checkout'
  readonly merchantId: string
  readonly linkId: string | undefined
  /** The subscription of a portal, the payment session of a checkout. */
  readonly subjectId: string
  readonly customerId: string | undefined
  readonly codeHash: Buffer
  readonly permissions: readonly string[]
  readonly expiresAt: Temporal.Instant
  readonly revoked: boolean
}

type LinkRow = {
  readonly merchant_id: string
  readonly subscription_id: string
  readonly customer_id: string
  readonly code_hash: Buffer
  readonly permissions: readonly string[]
  readonly expires_at: Temporal.Instant
  readonly revoked_at: Temporal.Instant | null
}

/** Across merchants: whose link it is, the link itself says. */
export async function findLink({ db }: Ctx, id: string): Promise<Linked | undefined> {
  const { rows } = await sql<LinkRow>`select * from tally.find_portal_link(${id})`.execute(db)
  const [row] = rows
  return (
    row && {
      kind: 'portal',
      merchantId: row.merchant_id,
      linkId: id,
      subjectId: row.subscription_id,
      customerId: row.customer_id,
      codeHash: row.code_hash,
      permissions: row.permissions,
      expiresAt: row.expires_at,
      revoked: row.revoked_at !== null,
    }
  )
}

type CheckoutRow = {
  readonly merchant_id: string
  readonly customer_id: string | null
  readonly code_hash: Buffer
  readonly expires_at: Temporal.Instant
}

/** Across merchants, as `findLink`. Whether it is still to be paid is for the checkout to say. */
export async function findCheckout({ db }: Ctx, id: string): Promise<Linked | undefined> {
  const { rows } = await sql<CheckoutRow>`
    select * from tally.find_payment_session(${id})`.execute(db)
  const [row] = rows
  return (
    row && {
      kind: 'checkout',
      merchantId: row.merchant_id,
      linkId: undefined,
      subjectId: id,
      customerId: row.customer_id ?? undefined,
      codeHash: row.code_hash,
      permissions: ['portal:pay'],
      expiresAt: row.expires_at,
      revoked: false,
    }
  )
}

export type NewSession = Omit<Linked, 'codeHash' | 'revoked'> & {
  readonly id: string
  readonly tokenHash: Buffer
}

export async function insertPortalSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.db
    .insertInto('tally.portal_sessions')
    .values({
      merchant_id: ctx.organizationId,
      portal_session_id: session.id,
      kind: session.kind,
      portal_link_id: session.linkId ?? null,
      subject_id: session.subjectId,
      customer_id: session.customerId ?? null,
      permissions: [...session.permissions],
      token_hash: session.tokenHash,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** Sessions that are over go with the next one that begins. */
export async function deleteEndedSessions(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('tally.portal_sessions')
    .where('merchant_id', '=', ctx.organizationId)
    .where('expires_at', '<', ctx.now)
    .execute()
}
