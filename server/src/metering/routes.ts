import { EventInput, events } from '@tallystick/contract/events.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type Combiner, createListCombiner } from '../platform/combiner.ts'
import { retried } from '../platform/db/retried.ts'
import { type Call, type Route, routes } from '../platform/http/bind.ts'
import { readInstant } from '../platform/http/instant.ts'
import { listPage } from '../platform/http/list.ts'
import { elementCheck } from '../platform/http/validate.ts'
import { type FieldError, invalid, Problem } from '../platform/problem.ts'
import { transact, type Workspace, writerFor } from '../platform/workspace.ts'
import { discardInboxEvent } from './inbox/discard.ts'
import { replayInbox } from './inbox/replay.ts'
import { showInbox } from './inbox/show.ts'
import { listInbox } from './inbox/store.ts'
import type { EventBody } from './ingest/arrival.ts'
import type { EventPorts } from './ingest/gather.ts'
import { ingestEvents, showStored, type Verdict } from './ingest/ingest.ts'

/** Told how to ask how many requests wait to be written together. */
export type WatchQueue = (name: string, depth: () => number) => void

export function eventRoutes(
  workspace: Workspace,
  { watchQueue, ...ports }: EventPorts & { readonly watchQueue: WatchQueue },
): Route[] {
  const combiner = eventCombiner(workspace, ports)
  watchQueue('events', combiner.waiting)
  return routes(events, {
    ingestEvent: {
      freestanding: (call, { body }) => ingest(call, { combiner, ports }, body),
    },

    async listInboxEvents(ctx, { query }) {
      const errors: FieldError[] = []
      const since = readInstant('since', query.since, errors)
      if (errors.length > 0) throw invalid(...errors)
      const { rows, total } = await listInbox(ctx, { ...query, since }, query)
      return listPage({ rows: await showInbox(ctx, rows), total }, query, (row) => row)
    },

    async replayInboxEvents(ctx, { body }) {
      return { object: 'inboxReplay' as const, ...(await replayInbox(ctx, body, ports)) }
    },

    async discardInboxEvent(ctx, { params }) {
      return discardInboxEvent(ctx, params.id)
    },
  })
}

type Batch = readonly EventBody[]
type Ingesting = {
  readonly combiner: Combiner<Batch, readonly Verdict[]>
  readonly ports: EventPorts
}

function eventCombiner(workspace: Workspace, ports: EventPorts) {
  return createListCombiner<EventBody, Verdict>((merchantId, bodies) =>
    retried(() =>
      transact(workspace, writerFor(merchantId, 'events', 'events:create'), (ctx) =>
        ingestEvents(ctx, bodies, ports),
      ),
    ),
  )
}

const wrongIn = elementCheck(EventInput)

/** One event or an array of them; in an array, each is valid or not by itself. */
async function ingest(call: Call, ingesting: Ingesting, body: EventBody | readonly unknown[]) {
  const { role, scope } = call.principal
  const { organizationId } = scope
  if (role !== 'tally_app' || !organizationId) {
    throw new Problem('FORBIDDEN', 'Events are reported by merchants.')
  }
  const isArray = Array.isArray(body)
  const checked = (isArray ? body : [body]).map((one: unknown) => {
    const errors = isArray ? wrongIn(one) : []
    return errors.length > 0 ? invalid(...errors) : (one as EventBody)
  })
  const valid = checked.filter((one): one is EventBody => !(one instanceof Problem))
  const show = (verdicts: readonly Verdict[]) => {
    const answers = verdicts.values()
    const all = checked.map((one) => (one instanceof Problem ? one : answers.next().value))
    return isArray ? showBatch(organizationId, all) : showOne(organizationId, all)
  }
  const answer = await submit(call, ingesting, { batch: valid, show })
  if (answer instanceof Problem) throw answer
  return answer
}

type Submission<T> = {
  readonly batch: Batch
  readonly show: (verdicts: readonly Verdict[]) => T | Problem
}

/**
 * With an Idempotency-Key the reply is kept in the transaction of its effect, so such a request runs alone. A refusal is
 * a reply as well: what it leaves in the inbox has to stay there.
 */
async function submit<T>(
  call: Call,
  { combiner, ports }: Ingesting,
  { batch, show }: Submission<T>,
): Promise<T | Problem> {
  const { organizationId = '' } = call.principal.scope
  if (call.idempotencyKey === undefined) {
    return show(batch.length > 0 ? await combiner.submit(organizationId, batch) : [])
  }
  const kept = await retried(() =>
    call.within((ctx) =>
      call.once(ctx, async () => {
        const shown = show(await ingestEvents(ctx, batch, ports))
        if (!(shown instanceof Problem)) return { shown }
        return { refused: { code: shown.code, message: shown.message, more: shown.more } }
      }),
    ),
  )
  if ('shown' in kept) return kept.shown
  const { code, message, more } = kept.refused
  return new Problem(code, message, more)
}

type Outcome = Verdict | undefined

function showOne(organizationId: string, [verdict]: readonly Outcome[]) {
  assert(verdict, 'an event has its verdict')
  return verdict instanceof Problem ? verdict : showStored({ organizationId }, verdict)
}

function showBatch(organizationId: string, verdicts: readonly Outcome[]) {
  const data = []
  const rejected = []
  for (const [index, verdict] of verdicts.entries()) {
    assert(verdict, 'every event has its verdict')
    if (!(verdict instanceof Problem)) data.push(showStored({ organizationId }, verdict))
    else rejected.push({ index, code: verdict.code, message: sentence(verdict) })
  }
  if (data.length > 0) return { object: 'list' as const, data, rejected }
  return new Problem('NO_VALID_EVENT', 'None of the events is stored.', { details: { rejected } })
}

/** Why an event failed, with its fields where it has wrong ones. */
function sentence({ message, more }: Problem): string {
  if (!more.errors) return message
  return `${more.errors.map((error) => `${error.field} ${error.message}`).join('; ')}.`
}
