import type { Ctx } from '../../platform/ctx.ts'
import { type Charge, startCharge } from '../attempts/start-charge.ts'
import type { Collecting } from '../collecting.ts'
import { statusAt } from '../sessions/session.ts'
import { findSessionsOf, lockSession, setSession } from '../sessions/store.ts'
import { cancelTopup } from './cancel-topups.ts'
import { type NewTopup, openTopup } from './open-topup.ts'

export type TopupCharge = {
  readonly topupId: string | undefined
  readonly charge: Charge
}

type Wanted = {
  /** The top-up of an earlier try, which is tried again if it is still what is wanted. */
  readonly before: string | undefined
  /** Undefined when nothing is wanted any more. */
  readonly topup: NewTopup | undefined
}

/** Charges a top-up to the stored method of its customer. While one is on its way, it is that one and no other. */
export async function startTopupCharge(
  ctx: Ctx,
  collecting: Pick<Collecting, 'providers' | 'payables'>,
  { before, topup }: Wanted,
): Promise<TopupCharge> {
  const open = before === undefined ? undefined : await openSessionOf(ctx, before)
  const again = open?.status === 'processing' || (open && open.nanos === topup?.amount.nanos)
  if (open && again) return { topupId: before, charge: await start(ctx, collecting, open.id) }
  if (open && before !== undefined) await cancelTopup(ctx, { topupId: before, sessionId: open.id })
  if (!topup) return { topupId: undefined, charge: undefined }
  const opened = await openTopup(ctx, topup)
  return {
    topupId: opened.topup.id,
    charge: await start(ctx, collecting, opened.sessionId),
  }
}

/** Its page says why, too, where there was nothing to charge. */
async function start(
  ctx: Ctx,
  collecting: Pick<Collecting, 'providers' | 'payables'>,
  sessionId: string,
): Promise<Charge> {
  const charge = await startCharge(ctx, collecting, sessionId)
  if (charge && 'failureCode' in charge) {
    await setSession(ctx, sessionId, { status: 'pending', failureCode: charge.failureCode })
  }
  return charge
}

/** The session of a top-up, locked; undefined when it cannot be paid any more. */
export async function openSessionOf(ctx: Ctx, topupId: string) {
  const found = (await findSessionsOf(ctx, 'topup', [topupId])).get(topupId)
  const session = found && (await lockSession(ctx, found.id))
  if (!session) return undefined
  const status = statusAt(session, ctx.now)
  if (status !== 'pending' && status !== 'processing') return undefined
  return { id: session.id, status, nanos: session.amount.nanos }
}
