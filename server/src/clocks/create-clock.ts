import type { Input } from '@tallystick/contract/endpoint.ts'
import type { testClocks } from '@tallystick/contract/test-clocks.ts'
import { isBefore } from '@tallystick/core/time/instant.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readInstant } from '../platform/http/instant.ts'
import { newId } from '../platform/ids.ts'
import { type FieldError, invalid } from '../platform/problem.ts'
import { lastMoment } from './last-moment.ts'
import { assertSandbox } from './sandbox-only.ts'
import { insertClock, type TestClock } from './store.ts'

type Request = Input<(typeof testClocks)['createTestClock']>['body']

const mostHoursAgo = 1

/** A clock that stands until it is advanced. It begins about now or later, so that nothing is backdated by accident. */
export async function createClock(ctx: Ctx, request: Request): Promise<TestClock> {
  assertSandbox(ctx)
  const errors: FieldError[] = []
  const showsAt = readInstant('currentTime', request.currentTime, errors) ?? ctx.realNow
  const tooEarly = isBefore(showsAt, ctx.realNow.subtract({ hours: mostHoursAgo }))
  if (tooEarly || isBefore(lastMoment, showsAt)) {
    const message = 'lies at most an hour ago, and before the year 9999'
    errors.push({ field: 'currentTime', message, code: 'out_of_range' })
  }
  if (errors.length > 0) throw invalid(...errors)
  const { name, description } = request
  return insertClock(ctx, { id: newId('testClock'), name, description, showsAt })
}
