import type { Input } from '@tallystick/contract/endpoint.ts'
import type { testClocks } from '@tallystick/contract/test-clocks.ts'
import { addDuration, parseDuration } from '@tallystick/core/time/duration.ts'
import { isAfter, isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readInstant } from '../platform/http/instant.ts'
import { type FieldError, invalid, notFound, Problem } from '../platform/problem.ts'
import { watchAdvance } from './advance-clock.ts'
import { lastMoment } from './last-moment.ts'
import { lockClock, setClock, type TestClock } from './store.ts'

type Request = Input<(typeof testClocks)['advanceTestClock']>['body']

const mostYears = 2

/** Says where a clock is to go. From then on it is on its way, whoever takes it there. */
export async function sendClock(ctx: Ctx, id: string, request: Request): Promise<void> {
  const clock = await lockClock(ctx, id)
  if (!clock || clock.deletedAt) throw notFound()
  if (clock.targetAt) {
    throw new Problem('TEST_CLOCK_ADVANCING', `The clock is on its way to ${clock.targetAt}.`)
  }
  await setClock(ctx, id, { targetAt: readTarget(clock, request) })
  await watchAdvance(ctx, id)
}

function readTarget({ showsAt }: TestClock, request: Request): Temporal.Instant {
  const errors: FieldError[] = []
  const given = Object.keys(request).filter((field) => /^(currentTime|advanceBy)$/.test(field))
  const field = 'advanceBy' in request ? 'advanceBy' : 'currentTime'
  if (given.length > 1) {
    const message = 'excludes currentTime: one of the two'
    errors.push({ field, message, code: 'invalid_value' })
  }
  const target =
    'advanceBy' in request
      ? later(showsAt, request.advanceBy)
      : readInstant(field, request.currentTime, errors)
  if (errors.length > 0) throw invalid(...errors)
  if (target && !isBefore(target, showsAt) && !isAfter(target, furthest(showsAt))) return target
  throw invalid({ field, message: 'goes forward, by at most two years', code: 'out_of_range' })
}

function later(showsAt: Temporal.Instant, advanceBy: string): Temporal.Instant | undefined {
  const duration = parseDuration(advanceBy)
  return duration && addDuration(showsAt, duration)
}

function furthest(showsAt: Temporal.Instant): Temporal.Instant {
  const end = showsAt.toZonedDateTimeISO('UTC').add({ years: mostYears }).toInstant()
  return isAfter(end, lastMoment) ? lastMoment : end
}
