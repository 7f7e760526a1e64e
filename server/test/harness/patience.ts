import { setTimeout } from 'node:timers/promises'
import { type CallOptions, call, type Product } from './product.ts'

/** As `call`, but waits while it is refused for calling too often: limits go by the clock of the database. */
export async function callPatiently(of: Product, name: string, options: CallOptions) {
  for (;;) {
    const reply = await call(of, name, options)
    if (reply.status !== 429) return reply
    await setTimeout(100)
  }
}
