import { usage } from '@tallystick/contract/usage.ts'
import { type Combiner, createListCombiner } from '../platform/combiner.ts'
import { retried } from '../platform/db/retried.ts'
import { type Call, type Route, routes } from '../platform/http/bind.ts'
import { readInstant } from '../platform/http/instant.ts'
import { listPage } from '../platform/http/list.ts'
import type { FieldError } from '../platform/problem.ts'
import { invalid, Problem } from '../platform/problem.ts'
import { transact, type Workspace, writerFor } from '../platform/workspace.ts'
import type { UsageInput } from './arrival.ts'
import { chargeEvents } from './charge.ts'
import { showEvent, type Verdict } from './event.ts'
import { refundEvent, theEvent } from './refund.ts'
import { listEvents } from './store.ts'

export function usageRoutes(workspace: Workspace): Route[] {
  const combiner = usageCombiner(workspace)
  return routes(usage, {
    createUsageEvent: {
      freestanding: (call, { body }) => charge(call, { combiner, batch: [body] }, showOne),
    },

    batchCreateUsageEvents: {
      freestanding: (call, { body: { events } }) =>
        charge(call, { combiner, batch: events }, (verdicts) => showBatch(events, verdicts)),
    },

    async listUsageEvents(ctx, { query }) {
      const { customerId, consumerId, subscriptionId, merchantId, startTime, endTime } = query
      if (!(customerId || consumerId || subscriptionId || merchantId)) {
        const message = 'is required, or merchantId, consumerId or subscriptionId'
        throw invalid({ field: 'customerId', message, code: 'required' })
      }
      const errors: FieldError[] = []
      const from = readInstant('startTime', startTime, errors)
      const to = readInstant('endTime', endTime, errors)
      if (!from || !to) throw invalid(...errors)
      const filter = { from, to, customerId, consumerId, subscriptionId }
      return listPage(await listEvents(ctx, filter, query), query, showEvent)
    },

    async getUsageEvent(ctx, { params }) {
      return showEvent(await theEvent(ctx, params.id))
    },

    async refundUsageEvent(ctx, { params, body }) {
      return showEvent(await refundEvent(ctx, params.id, body.reason))
    },
  })
}

type Batch = readonly UsageInput[]

function usageCombiner(workspace: Workspace) {
  return createListCombiner<UsageInput, Verdict>((merchantId, inputs) =>
    retriedCharge(() =>
      transact(workspace, writerFor(merchantId, 'usage', 'usage:write'), (ctx) =>
        chargeEvents(ctx, inputs),
      ),
    ),
  )
}

/** A key that another process took at the same moment is a duplicate when we look again. */
const again = new Set(['40P01', '40001', '23505'])
const retriedCharge = <T>(work: () => Promise<T>) => retried(work, { tries: 5, codes: again })

type Charging = {
  readonly combiner: Combiner<Batch, readonly Verdict[]>
  readonly batch: Batch
}

/** With an Idempotency-Key the reply is kept in the transaction of its effect, so such a request runs alone. */
async function charge<T>(
  call: Call,
  { combiner, batch }: Charging,
  show: (verdicts: readonly Verdict[]) => T,
): Promise<T> {
  const { role, scope } = call.principal
  if (role !== 'tally_app' || !scope.organizationId) {
    throw new Problem('FORBIDDEN', 'Usage is reported by merchants.')
  }
  if (call.idempotencyKey === undefined) {
    return show(await combiner.submit(scope.organizationId, batch))
  }
  return retriedCharge(() =>
    call.within((ctx) => call.once(ctx, async () => show(await chargeEvents(ctx, batch)))),
  )
}

function showOne([verdict]: readonly Verdict[]) {
  if (!verdict || verdict instanceof Problem) throw verdict
  return showEvent(verdict)
}

function showBatch(events: Batch, verdicts: readonly Verdict[]) {
  const successful = []
  const failed = []
  for (const [index, verdict] of verdicts.entries()) {
    if (!(verdict instanceof Problem)) successful.push(showEvent(verdict))
    else {
      const idempotencyKey = events[index]?.idempotencyKey ?? ''
      failed.push({ index, idempotencyKey, error: sentence(verdict), code: verdict.code })
    }
  }
  const total = verdicts.length
  const summary = { total, successful: successful.length, failed: failed.length }
  const body = { object: 'batchUsageEvents' as const, failed, successful, summary }
  return { status: failed.length === 0 ? (201 as const) : (207 as const), body }
}

/** Why an event failed, with its fields where it has wrong ones. */
function sentence({ message, more }: Problem): string {
  if (!more.errors) return message
  return `${more.errors.map((error) => `${error.field} ${error.message}`).join('; ')}.`
}
