import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { InboxEvent } from '@tallystick/contract/events.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { showInbox } from './show.ts'
import { lockInboxEvent, settleInboxEvents } from './store.ts'

/** Puts an entry away for good; one that is away already stays as it is. */
export async function discardInboxEvent(
  ctx: Ctx,
  id: string,
): Promise<Sent<Static<typeof InboxEvent>>> {
  const row = await lockInboxEvent(ctx, id)
  if (!row) throw notFound()
  if (row.state === 'open') await settleInboxEvents(ctx, [id], 'discarded')
  const state = row.state === 'open' ? 'discarded' : row.state
  const [shown] = await showInbox(ctx, [{ ...row, state }])
  assert(shown, 'what is shown is there')
  return shown
}
