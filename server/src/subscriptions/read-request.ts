import { assert } from '@tallystick/core/assert.ts'
import { nanosFromText } from '@tallystick/core/money/money.ts'
import { prefundProblem } from '@tallystick/core/subscribing/prefund.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { readInstant } from '../platform/http/instant.ts'
import { type FieldError, invalid } from '../platform/problem.ts'

const mistake = (field: string, message: string): FieldError => ({
  field,
  message,
  code: 'out_of_range',
})

type Start = {
  readonly startedAt: string
  readonly endingAt?: string
  readonly customerId?: string
  readonly customer?: unknown
  readonly prefundAmount?: string
  readonly minimumAccountBalance?: string
}

/** When a subscription begins and ends and what it prefunds (nanos); a 400 that names every field that is wrong. */
export function readStart(now: Temporal.Instant, body: Start) {
  const errors: FieldError[] = []
  const startedAt = readStartedAt(now, body.startedAt, errors)
  const endingAt = readInstant('endingAt', body.endingAt, errors)
  if (startedAt && endingAt && !isAfter(endingAt, startedAt)) {
    errors.push(mistake('endingAt', 'must be after startedAt'))
  }
  if ((body.customerId === undefined) === (body.customer === undefined)) {
    errors.push(mistake('customerId', 'is given, or customer is: one of the two'))
  }
  const prefundTarget = readTarget(body, errors)
  if (errors.length > 0 || !startedAt) throw invalid(...errors)
  return { startedAt, endingAt, prefundTarget }
}

/** Undefined when it is left out, or is no time at all. */
export function readStartedAt(
  now: Temporal.Instant,
  text: string | undefined,
  errors: FieldError[],
): Temporal.Instant | undefined {
  const startedAt = readInstant('startedAt', text, errors)
  if (startedAt && yearsApart(now, startedAt)) {
    errors.push(mistake('startedAt', 'lies at most one year back or ahead'))
  }
  return startedAt
}

type Target = { readonly prefundAmount?: string; readonly minimumAccountBalance?: string }

/** Both names mean the same target, in nanos; undefined when there is none, or it is switched off by 0. */
export function readTarget(body: Target, errors: FieldError[]): bigint | undefined {
  const named = ['prefundAmount', 'minimumAccountBalance'] as const
  const targets = named.flatMap((field) => {
    const text = body[field]
    if (text === undefined) return []
    const nanos = nanosFromText(text)
    assert(nanos !== undefined, 'the contract lets plain amounts in')
    const problem = prefundProblem(nanos)
    if (problem) errors.push(mistake(field, problem))
    return [nanos]
  })
  const [target, other = target] = targets
  if (target !== other) {
    errors.push(mistake('prefundAmount', 'is another name of minimumAccountBalance: they differ'))
  }
  return target === 0n ? undefined : target
}

function yearsApart(now: Temporal.Instant, instant: Temporal.Instant): boolean {
  const here = now.toZonedDateTimeISO('UTC')
  const earliest = here.subtract({ years: 1 }).toInstant()
  const latest = here.add({ years: 1 }).toInstant()
  return isAfter(earliest, instant) || isAfter(instant, latest)
}
