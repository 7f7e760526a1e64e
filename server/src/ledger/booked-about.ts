import type { Fact } from '@tallystick/core/ledger/entry.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type BookedFact, listBooked } from './subject-store.ts'

const payments: readonly Fact[] = ['invoice.paid', 'invoice.payment_reversed']

/** Nanos that the books say were paid of each invoice; one of which nothing was paid is absent. */
export async function paidOf(
  ctx: Ctx,
  invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const paid = new Map<string, bigint>()
  if (invoiceIds.length === 0) return paid
  for (const { subject, settled } of await listBooked(ctx, invoiceIds, payments)) {
    paid.set(subject, (paid.get(subject) ?? 0n) + settled)
  }
  return paid
}

/** The entry that booked a fact about a subject; undefined when nothing was booked. */
export async function entryOf(
  ctx: Ctx,
  subject: string,
  fact: Fact,
): Promise<BookedFact | undefined> {
  const [entry] = await listBooked(ctx, [subject], [fact])
  return entry
}
