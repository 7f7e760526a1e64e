import type { accounts } from '@tallystick/contract/accounts.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import { fundsReturned } from '@tallystick/core/ledger/payment-recipes.ts'
import { clamp, type Money, nanosFromText, nanosPerMinor } from '@tallystick/core/money/money.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import { lockFunds } from '../../ledger/funds.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { readCurrency, readWhole } from '../read-request.ts'
import { sendLater } from '../refunds/return-payment.ts'
import { insertRefund, listSources, type Source } from '../refunds/store.ts'
import { type FundsReturn, insertFundsReturn } from './store.ts'

type Request = Input<(typeof accounts)['createFundsReturn']>['body']

/** Unused money goes back the way it came: through the newest payments first, through each at most what it brought. */
export async function createFundsReturn(
  realCtx: Ctx,
  customerId: string,
  request: Request,
): Promise<FundsReturn> {
  const ctx = await atTimeOf(realCtx, customerId)
  const currency = readCurrency(request.currency)
  const asked = nanosFromText(request.amount ?? '')
  if (asked !== undefined) readWhole(asked, currency)
  if (await isCustomerDeleted(ctx, customerId, { held: true })) throw notFound()
  // Locked: two returns at once would go through the same payments.
  const funds = (await lockFunds(ctx, [customerId])).get(currency)?.get(customerId) ?? 0n
  const sources = await listSources(ctx, customerId, currency)

  const nanos = decide({ asked, funds, currency, sources })
  const amount = { nanos, currency }
  const { reason } = request
  const back = { id: newId('fundsReturn'), customerId, amount, reason, createdAt: ctx.now }
  await insertFundsReturn(ctx, back)
  await post(ctx, fundsReturned({ id: back.id, nanos, currency, customerId }))
  for (const { attemptId, nanos: part } of spread(nanos, sources)) {
    const id = newId('refund')
    const refund = {
      id,
      reason: 'funds_return',
      subjectId: back.id,
      attemptId,
      customerId,
    } as const
    await insertRefund(ctx, { ...refund, amount: { nanos: part, currency } })
    await sendLater(ctx, id)
  }
  return back
}

type Means = {
  readonly asked: bigint | undefined
  readonly funds: bigint
  readonly currency: Money['currency']
  readonly sources: readonly Source[]
}

function decide({ asked, funds, currency, sources }: Means): bigint {
  const ways = sources.reduce((sum, { nanos }) => sum + nanos, 0n)
  const most = clamp(funds, 0n, ways)
  // A fraction of a cent cannot go back.
  const nanos = asked ?? most - (most % nanosPerMinor(currency))
  if (nanos > funds || nanos === 0n) {
    throw new Problem('INSUFFICIENT_FUNDS', 'The balance does not cover this.')
  }
  if (nanos > ways) {
    throw new Problem('INSUFFICIENT_FUNDS', 'No payment brought this much that could go back.')
  }
  return nanos
}

function spread(nanos: bigint, sources: readonly Source[]): readonly Source[] {
  let left = nanos
  return sources
    .map(({ attemptId, nanos: most }) => {
      const part = clamp(left, 0n, most)
      left -= part
      return { attemptId, nanos: part }
    })
    .filter((part) => part.nanos > 0n)
}
