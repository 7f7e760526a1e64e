import { type ProblemCode, problems } from '@tallystick/contract/problems.ts'

export type FieldError = {
  readonly field: string
  readonly message: string
  readonly code?: string
}

type More = {
  /** Each field that is wrong, for VALIDATION_ERROR. */
  readonly errors?: readonly FieldError[]
  readonly details?: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
}

/** The caller asked for something we refuse. The edge turns it into the reply of its code. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly more: More

  constructor(code: ProblemCode, message: string, more: More = {}) {
    super(message)
    this.code = code
    this.more = more
  }

  get status(): number {
    return problems[this.code].status
  }
}

/** The one answer for what is not there, what is somebody else's, and what never existed. */
export function notFound(): Problem {
  return new Problem('NOT_FOUND', 'There is no such object.')
}

/** A 400 that names the fields that are wrong. */
export function invalid(...errors: readonly FieldError[]): Problem {
  const fields = errors.map(({ field }) => field).join(', ')
  return new Problem('VALIDATION_ERROR', `The request is not valid: ${fields}.`, { errors })
}
