import type { Ctx } from '../../../platform/ctx.ts'
import type { ProviderEvent } from '../provider.ts'

const kinds = {
  'payment.changed': 'sandbox.tell_payment',
  'refund.changed': 'sandbox.tell_refund',
  'dispute.opened': 'sandbox.tell_dispute',
} as const satisfies Record<ProviderEvent['kind'], string>

/** Has a webhook delivered, once this transaction is committed. */
export async function announce(
  { now: dueAt, schedule }: Ctx,
  kind: ProviderEvent['kind'],
  reference: string,
): Promise<void> {
  await schedule({ kind: kinds[kind], subjectId: reference, dueAt })
}
