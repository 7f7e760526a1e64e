import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../platform/ctx.ts'
import { setConsumer } from './consumer-store.ts'
import { lockCustomer } from './store.ts'

/** The relation belongs to another consumer from now on. What the merchant entered, and its money, stay with it. */
export async function moveCustomer(
  ctx: Ctx,
  customerId: string,
  consumerId: string,
): Promise<void> {
  // Alone: whoever subscribes it at this moment comes before, and is moved with it, or after.
  assert(await lockCustomer(ctx, customerId), 'who moves is a customer')
  await setConsumer(ctx, customerId, consumerId)
}
