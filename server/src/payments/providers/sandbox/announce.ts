import type { Ctx } from '../../../platform/ctx.ts'
import { uuidv7 } from '../../../platform/ids.ts'
import type { ProviderEvent } from '../provider.ts'

/** Has a webhook delivered, once this transaction is committed. A delivery that is repeated keeps the event's id. */
export async function announce(
  ctx: Ctx,
  kind: ProviderEvent['kind'],
  reference: string,
): Promise<void> {
  const payload = { eventId: `sbx_evt_${uuidv7()}`, kind, reference }
  await ctx.enqueue({ task: 'sandbox.deliver_webhook', payload })
}
