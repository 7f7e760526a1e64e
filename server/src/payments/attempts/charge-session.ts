import type { Ctx } from '../../platform/ctx.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import type { Collecting } from '../collecting.ts'
import { recordPayment } from './record-payment.ts'
import type { Charge } from './start-charge.ts'

/**
 * Charges a stored method: written down, asked for, written down again, each for itself. Whoever does it a second time,
 * after a crash or beside the first, asks for the same payment.
 */
export async function chargeSession(
  { within }: Pick<JobCall, 'within'>,
  { payables }: Pick<Collecting, 'payables'>,
  start: (ctx: Ctx) => Promise<Charge>,
): Promise<void> {
  const charge = await within(start)
  if (!charge || !('order' in charge)) return
  const payment = await charge.provider.createPayment(charge.order)
  await within((ctx) => recordPayment(ctx, payables, payment))
}
