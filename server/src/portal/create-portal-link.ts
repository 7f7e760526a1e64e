import { assertActing } from '../access/acting.ts'
import { hashSecret, makeSecret } from '../access/api-key-secret.ts'
import { permissionsOfNewLink } from '../embedding/settings/portal-settings-of.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readExpiry } from '../platform/http/expiry.ts'
import { newId } from '../platform/ids.ts'
import { notFound } from '../platform/problem.ts'
import { subscriptionNow } from '../subscriptions/subscription-now.ts'
import { insertPortalLink } from './store.ts'

export type PortalLink = { readonly url: string; readonly expiresAt: Temporal.Instant }

/**
 * A link to the portal of one subscription. Its code stands in the fragment, which browsers keep to themselves, and
 * nowhere else: only its hash is stored.
 */
export async function createPortalLink(
  ctx: Ctx,
  subscriptionId: string,
  expiresIn = 'PT10M',
): Promise<PortalLink> {
  const expiresAt = readExpiry(ctx.now, expiresIn, 7)
  const subscription = await subscriptionNow(ctx, subscriptionId)
  if (!subscription) throw notFound()
  await assertActing(ctx, ctx.actor.id)

  const id = newId('portalLink')
  const code = makeSecret()

  await insertPortalLink(ctx, {
    id,
    subscriptionId,
    customerId: subscription.customerId,
    codeHash: hashSecret(code),
    permissions: await permissionsOfNewLink(ctx),
    expiresAt,
  })
  return { url: `${ctx.publicUrl}/p/${id}#${code}`, expiresAt }
}
