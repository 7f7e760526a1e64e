import type { Ctx } from '../../../platform/ctx.ts'
import type { ProviderEvent } from '../provider.ts'

const kinds = {
  'payment.changed': 'sandbox.tell_payment',
  'refund.changed': 'sandbox.tell_refund',
  'dispute.opened': 'sandbox.tell_dispute',
  'dispute.closed': 'sandbox.tell_decision',
} as const satisfies Partial<Record<ProviderEvent['kind'], string>>

export type SandboxNews = keyof typeof kinds

/** Has a webhook delivered, once this transaction is committed. */
export async function announce(
  { now: dueAt, schedule }: Ctx,
  kind: SandboxNews,
  reference: string,
): Promise<void> {
  await schedule({ kind: kinds[kind], subjectId: reference, dueAt })
}
