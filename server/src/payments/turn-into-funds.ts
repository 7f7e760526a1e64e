import type { Ctx } from '../platform/ctx.ts'
import { setAllFunds } from './sessions/store.ts'

/** What else a payment brought has become its customer's funds, too: so it can go back through this payment. */
export async function turnIntoFunds(ctx: Ctx, sessionId: string): Promise<void> {
  await setAllFunds(ctx, sessionId)
}
