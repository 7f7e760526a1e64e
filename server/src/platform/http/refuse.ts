import { type ProblemCode, problems } from '@tallystick/contract/problems.ts'
import { Problem } from '../problem.ts'

export type Refused = {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
  /** The program is wrong, not the caller: to be logged with its stack. */
  readonly ours: boolean
}

/** Every failure as the reply of its code. What nobody foresaw is a 500 without detail. */
export function refuse(error: unknown): Refused {
  // What somebody else failed at beneath it is for the log, too.
  if (error instanceof Problem) return { ...describe(error), ours: error.cause !== undefined }
  const { constraint, code, statusCode } = Object(error) as {
    constraint?: string
    code?: string
    statusCode?: number
  }
  const guarded = constraint === 'entry_already_booked' ? 'CONFLICT' : constraint?.toUpperCase()
  if (guarded && guarded in problems) {
    return describe(
      new Problem(
        guarded as ProblemCode,
        sentences[guarded] ?? 'This conflicts with what is there.',
      ),
    )
  }
  // Class 22 of PostgreSQL: a value out of its type's range, such as an offset of 10^30.
  if (code && /^22[0-9A-Z]{3}$/.test(code)) {
    return describe(new Problem('BAD_REQUEST', 'A value is out of range.'))
  }
  if (statusCode === 413)
    return describe(new Problem('PAYLOAD_TOO_LARGE', 'The body is too large.'))
  if (statusCode === 415) {
    return describe(new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'))
  }
  if (statusCode !== undefined && statusCode < 500) {
    return describe(new Problem('BAD_REQUEST', 'The request could not be read.'))
  }
  if (isUnavailable(error)) {
    const busy = 'The database does not answer in time. Try again.'
    return { ...describe(new Problem('UNAVAILABLE', busy, { retryAfterSeconds: 1 })), ours: true }
  }
  return { ...describe(new Problem('INTERNAL', 'Something broke on our side.')), ours: true }
}

/** Timeouts and full houses of PostgreSQL, connections that broke, and a pool with nothing free in time. */
function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = Object(error) as { code?: string; message?: string }
  return (
    /^(08...|53...|57014|57P0.|55P03|25P03|ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$/.test(
      code,
    ) ||
    /^(timeout exceeded when trying to connect|Connection terminated|Client .* is not queryable)/.test(
      message,
    )
  )
}

/** What the database's constraints say when they refuse. */
const sentences: Readonly<Record<string, string>> = {
  EXTERNAL_ID_TAKEN: 'Another customer already has this externalId.',
  EMAIL_TAKEN: 'A user with this e-mail address already exists.',
  ACTIVE_SUBSCRIPTION_EXISTS:
    'The customer already has an active or pending subscription to a plan of this product.',
  INSUFFICIENT_FUNDS: 'The balance does not cover this.',
  MEMBER_EXISTS: 'The user is already a member.',
  ROLE_NAME_TAKEN: 'Another role already has this name.',
  PAYMENT_IN_PROGRESS: 'A payment is already under way.',
}

function describe({ code, message, status, more }: Problem): Refused {
  const { errors, details, retryAfterSeconds } = more
  return {
    status,
    ours: false,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    body: {
      error: problems[code].error,
      message,
      ...(errors ? { errors } : { code }),
      ...(details && { details }),
    },
  }
}
