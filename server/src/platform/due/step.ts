import { assert } from '@tallystick/core/assert.ts'
import { isId } from '@tallystick/core/ids.ts'
import type { Ctx } from '../ctx.ts'
import type { FreestandingJob, JobHandler } from '../jobs/job.ts'
import { Problem } from '../problem.ts'
import { systemIn, transact, type Workspace } from '../workspace.ts'
import { readClock } from './clock-time.ts'
import type { DueKind } from './order.ts'
import { findStep, finish, type Lane, lease, putOff, type Step, takeLane } from './store.ts'
import { atTime } from './time.ts'

/** Who does the work of each kind. The payload is `subjectId`, and `now` the moment by the clock of the work. */
export type DueHandlers = Readonly<Partial<Record<DueKind, JobHandler | FreestandingJob>>>

export type Steps = {
  readonly workspace: Workspace
  readonly handlers: DueHandlers
  readonly observe?: (kind: DueKind, outcome: 'done' | 'failed', seconds: number) => void
}

const leaseSeconds = 30

/** A step, and what its test clock shows. */
type Taken = Step & { readonly showsAt: Temporal.Instant | undefined }

/** Transactions of the system in the lane's organization, by the name of what it does. */
type Hand = <T>(id: string, work: (ctx: Ctx) => Promise<T>) => Promise<T>

/**
 * Does the next step of a lane. False when there is none now, or when somebody else is at it. What a step throws undid
 * it; it is noted and tried again later, and thrown on.
 */
export async function doStep(
  { workspace, handlers, observe }: Steps,
  at: Lane,
  { patient = true }: { readonly patient?: boolean } = {},
): Promise<boolean> {
  const begun = performance.now()
  const hand: Hand = (id, work) =>
    transact(workspace, { ...systemIn(at.organizationId, id), planned: true }, work)
  let taken: Taken | undefined
  const done = (outcome: 'done' | 'failed') =>
    taken && observe?.(taken.kind, outcome, (performance.now() - begun) / 1000)
  try {
    const freestanding = await hand('due_work', async (ctx) => {
      taken = await takeStep(ctx, at.lane, patient)
      return taken && doOrLease(timed(ctx, taken, at), taken, handlers)
    })
    if (taken && freestanding) await doFreestanding(hand, at, { step: taken, ...freestanding })
    done('done')
    return taken !== undefined
  } catch (error) {
    done('failed')
    const step = taken
    if (step) await hand(step.kind, (ctx) => putOff(ctx, step, failureOf(ctx, step, error)))
    throw error
  }
}

/** A lane is taken and its clock is held in one go; only then is its next step looked for. */
async function takeStep(ctx: Ctx, lane: string, patient: boolean): Promise<Taken | undefined> {
  const [isFree, clock] = await Promise.all([
    takeLane(ctx, lane),
    isId('testClock', lane) ? readClock(ctx, lane, { held: true }) : undefined,
  ])
  if (!isFree) return undefined
  const ready = { showsAt: clock?.showsAt, byRealTime: !clock?.isAdvancing, patient }
  const step = await findStep(ctx, lane, ready)
  return step && { ...step, showsAt: clock?.showsAt }
}

/** The time by which the work is done: its test clock's, or real time. */
function timed(ctx: Ctx, { kind, testClockId, showsAt }: Taken, { lane }: Lane): Ctx {
  const acting = { ...ctx, actor: { kind: 'system' as const, id: kind } }
  if (testClockId === undefined) return atTime(acting, { now: ctx.now, testClockId, lane })
  assert(showsAt, 'work is scheduled by a clock that is there')
  return atTime(acting, { now: showsAt, testClockId, lane: undefined })
}

/** The same in a transaction of its own, for which the clock is held again. */
async function timedAnew(ctx: Ctx, step: Taken, at: Lane): Promise<Ctx> {
  const { testClockId } = step
  const clock =
    testClockId === undefined ? undefined : await readClock(ctx, testClockId, { held: true })
  return timed(ctx, clock ? { ...step, showsAt: clock.showsAt } : step, at)
}

/** What needs no other transaction is done and gone with this one. The rest is leased first. */
async function doOrLease(
  ctx: Ctx,
  step: Step,
  handlers: DueHandlers,
): Promise<FreestandingJob | undefined> {
  const handler = handlers[step.kind]
  assert(handler, `there is no handler of due work ${step.kind}`)
  if (typeof handler !== 'function') {
    await lease(ctx, step, leaseSeconds)
    return handler
  }
  await handler(ctx, { subjectId: step.subjectId })
  await finish(ctx, step)
  return undefined
}

/** The lease is prolonged as long as this process lives; should it die, somebody else begins anew. */
async function doFreestanding(
  hand: Hand,
  at: Lane,
  { step, freestanding }: { readonly step: Taken } & FreestandingJob,
): Promise<void> {
  const { organizationId } = at
  const prolong = () => hand(step.kind, (ctx) => lease(ctx, step, leaseSeconds))
  const timer = setInterval(() => void prolong().catch(() => undefined), (leaseSeconds * 1000) / 3)
  const within = <T>(work: (ctx: Ctx) => Promise<T>) =>
    hand(step.kind, async (ctx) => work(await timedAnew(ctx, step, at)))
  try {
    await freestanding({ organizationId, within }, { subjectId: step.subjectId })
  } finally {
    clearInterval(timer)
  }
  await hand(step.kind, (ctx) => finish(ctx, step))
}

const longestPauseSeconds = 3600

/** Each time twice as long, up to an hour, by real time. */
function failureOf({ realNow }: Ctx, { attempts }: Step, error: unknown) {
  const seconds = Math.min(2 ** Math.min(attempts, 12), longestPauseSeconds)
  return { code: codeOf(error), until: realNow.add({ seconds }) }
}

/** The words of an error may name persons; its code does not. */
function codeOf(error: unknown): string {
  if (error instanceof Problem) return error.code
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'Error')
}
