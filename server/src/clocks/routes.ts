import { type TestClock as TestClockReply, testClocks } from '@tallystick/contract/test-clocks.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../platform/ctx.ts'
import { type Route, routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import { type Advancing, advanceClock } from './advance-clock.ts'
import { createClock } from './create-clock.ts'
import { deleteClock, type IsFollowed } from './delete-clock.ts'
import { sendClock } from './send-clock.ts'
import { findClock, listClocks, type TestClock } from './store.ts'

export type Clocks = { readonly isFollowed: IsFollowed; readonly advancing: () => Advancing }

export function clockRoutes({ isFollowed, advancing }: Clocks): Route[] {
  return routes(testClocks, {
    async createTestClock(ctx, { body }) {
      return show(ctx, await createClock(ctx, body))
    },

    async listTestClocks(ctx, { query }) {
      return listPage(await listClocks(ctx, query), query, (clock) => show(ctx, clock))
    },

    async getTestClock(ctx, { params }) {
      return showFound(ctx, params.id)
    },

    advanceTestClock: {
      // Each step on the way is a transaction of its own. Whoever hangs up does not stop it.
      freestanding: async (call, { params, body }) => {
        const { organizationId } = call.principal.scope
        assert(organizationId, 'clocks are those of an organization')
        await call.within((ctx) => sendClock(ctx, params.id, body))
        await advanceClock(advancing(), { organizationId, id: params.id })
        return call.within((ctx) => showFound(ctx, params.id))
      },
    },

    async deleteTestClock(ctx, { params }) {
      return show(ctx, await deleteClock(ctx, params.id, isFollowed))
    },
  })
}

async function showFound(ctx: Ctx, id: string) {
  const clock = await findClock(ctx, id)
  if (!clock) throw notFound()
  return show(ctx, clock)
}

function show({ organizationId }: Ctx, clock: TestClock): Static<typeof TestClockReply> {
  const { id, name, description, showsAt, targetAt, createdAt, updatedAt, deletedAt } = clock
  return {
    id,
    createdAt: createdAt.toString(),
    currentTime: showsAt.toString(),
    merchantId: organizationId,
    updatedAt: updatedAt.toString(),
    ...(targetAt && { advancingTo: targetAt.toString() }),
    ...(deletedAt && { deletedAt: deletedAt.toString() }),
    ...(description !== undefined && { description }),
    ...(name !== undefined && { name }),
  }
}
