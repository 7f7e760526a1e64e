import type { Ctx } from '../platform/ctx.ts'
import { findManagedConsumer } from './consumer-store.ts'

/** Whether the consumer is one that the merchant of the context made, and that nobody has claimed. */
export async function isManaged(ctx: Ctx, consumerId: string): Promise<boolean> {
  return (await findManagedConsumer(ctx, consumerId)) !== undefined
}
