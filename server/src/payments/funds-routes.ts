import {
  accounts,
  type FundsReturn as FundsReturnReply,
  type Topup as TopupReply,
} from '@tallystick/contract/accounts.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type Money, moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { nowsOf } from '../clocks/nows-of.ts'
import { isCustomerDeleted } from '../customers/is-deleted.ts'
import type { Ctx } from '../platform/ctx.ts'
import { routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import { createFundsReturn } from './funds-returns/create-funds-return.ts'
import type { FundsReturn } from './funds-returns/store.ts'
import { paymentUrlOf } from './sessions/session.ts'
import { findSessionsOf } from './sessions/store.ts'
import { createTopup } from './topups/create-topup.ts'
import { listTopups, type Topup } from './topups/store.ts'

const { createTopup: create, listTopups: list, createFundsReturn: giveBack } = accounts

export const fundsRoutes = routes(
  { createTopup: create, listTopups: list, createFundsReturn: giveBack },
  {
    async createTopup(ctx, { params, body }) {
      const [shown] = await showTopups(ctx, [await createTopup(ctx, params.id, body)])
      assert(shown, 'a top-up is shown when it is there')
      return shown
    },

    async listTopups(ctx, { params, query }) {
      if (await isCustomerDeleted(ctx, params.id)) throw notFound()
      const { rows, total } = await listTopups(ctx, params.id, query)
      return listPage({ rows: await showTopups(ctx, rows), total }, query, (topup) => topup)
    },

    async createFundsReturn(ctx, { params, body }) {
      return showReturn(await createFundsReturn(ctx, params.id, body))
    },
  },
)

async function showTopups(
  ctx: Ctx,
  rows: readonly Topup[],
): Promise<Sent<Static<typeof TopupReply>>[]> {
  const ids = rows.map(({ id }) => id)
  const sessions = await findSessionsOf(ctx, 'topup', ids)
  const customerIds = rows.map(({ customerId }) => customerId)
  const nowOf = await nowsOf(ctx, customerIds)
  return rows.map(({ id, customerId, amount, status, createdAt }) => {
    const session = sessions.get(id)
    assert(session, 'a top-up has a session')
    return {
      id,
      object: 'topup',
      customerId,
      ...shownAmount(amount),
      status,
      paymentSessionId: session.id,
      paymentUrl: paymentUrlOf(session, nowOf(customerId)),
      createdAt: createdAt.toString(),
    }
  })
}

function showReturn({
  id,
  customerId,
  amount,
  reason,
  createdAt,
}: FundsReturn): Sent<Static<typeof FundsReturnReply>> {
  return {
    id,
    object: 'fundsReturn',
    customerId,
    ...shownAmount(amount),
    status: 'pending',
    reason,
    createdAt: createdAt.toString(),
  }
}

function shownAmount(amount: Money) {
  return { amount: moneyToText(amount), currency: amount.currency }
}
