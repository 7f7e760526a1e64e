import type { Occasion } from '@tallystick/core/notices/occasion.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Letter } from './letters/letter.ts'
import type { Recipient } from './recipients.ts'

/** What is to be told, and about whom. */
export type Told = {
  readonly customerId: string
  readonly subscriptionId: string | undefined
  readonly letter: (recipient: Recipient) => Letter
}

/** Undefined when it is no longer true. */
export type Teller = (ctx: Ctx, occasion: Occasion) => Promise<Told | undefined>
