import type { Ctx } from '../../platform/ctx.ts'

/** Who is told of what went wrong with money that is charged by itself. The wiring says who that is. */
export type ChargeNews = {
  /** A top-up could not be charged. */
  readonly topupFailed: (ctx: Ctx, topupId: string, failureCode: string) => Promise<void>
  /** The funds of a customer are low, and this month no more is charged for them. */
  readonly limitReached: (ctx: Ctx, customerId: string) => Promise<void>
  /** The default card of its customer ends soon. */
  readonly cardExpiring: (ctx: Ctx, methodId: string) => Promise<void>
}
