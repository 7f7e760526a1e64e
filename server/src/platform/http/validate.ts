import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { TSchema } from 'typebox'
import { type FieldError, invalid } from '../problem.ts'

/** What clients send in a body: types are exact, defaults are filled in, unknown fields are let through. */
const bodies = new Ajv({ allErrors: true, useDefaults: true, strict: false })
/** Query and path arrive as text, so numbers and booleans are read from it. */
const texts = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: true, strict: false })
/** What we answer: nothing is filled in or coerced. */
const replies = new Ajv({ allErrors: true, strict: false })
for (const ajv of [bodies, texts, replies]) addFormats.default(ajv)

export type Checks = {
  readonly params?: ValidateFunction
  readonly query?: ValidateFunction
  readonly body?: ValidateFunction
}

export function checksOf({ params, query, body }: Endpoint): Checks {
  return {
    ...(params && { params: texts.compile(params) }),
    ...(query && { query: texts.compile(query) }),
    ...(body && { body: bodies.compile(body) }),
  }
}

/** What is wrong with a reply, of its own form or, where arrays are answered, of theirs. */
export function replyCheck(
  schema: TSchema,
  ofArrays?: TSchema,
): (body: unknown) => string | undefined {
  const single = replies.compile(schema)
  const several = ofArrays && replies.compile(ofArrays)
  return (body) => {
    const check = several && Object(body).object === 'list' ? several : single
    return check(body) ? undefined : replies.errorsText(check.errors)
  }
}

/** For doors that are sent several bodies at once: what is wrong with one of them. */
export function elementCheck(schema: TSchema): (element: unknown) => readonly FieldError[] {
  const check = bodies.compile(schema)
  return (element) => (check(element) ? [] : fieldErrors(check, 'body'))
}

export type RawInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

/** Throws one problem that names every field that is wrong, wherever it stands. */
export function validate(endpoint: Endpoint, checks: Checks, input: RawInput): void {
  const errors: FieldError[] = []
  if (checks.params && !checks.params(input.params)) errors.push(...fieldErrors(checks.params, ''))
  if (checks.query && !checks.query(input.query)) errors.push(...fieldErrors(checks.query, ''))
  errors.push(...bodyErrors(endpoint, checks, input))
  if (errors.length > 0) throw invalid(...errors.slice(0, 100))
}

function bodyErrors(endpoint: Endpoint, { body: check }: Checks, { body }: RawInput): FieldError[] {
  if (endpoint.inArrays && Array.isArray(body))
    return lengthErrors(body, endpoint.inArrays.maxItems)
  if (!check || (endpoint.bodyOptional && body === undefined) || check(body ?? {})) return []
  return fieldErrors(check, 'body')
}

function lengthErrors({ length }: readonly unknown[], most: number): FieldError[] {
  if (length > 0 && length <= most) return []
  return [{ field: 'body', message: `must hold 1 to ${most} elements`, code: 'out_of_range' }]
}

function fieldErrors(check: ValidateFunction, whole: string): FieldError[] {
  const all = (check.errors ?? []).map((error) => fieldError(error, whole))
  // A union reports each of its branches and then itself: per field, the first report is enough.
  return [...new Map(all.toReversed().map((error) => [error.field, error])).values()].toReversed()
}

const codes: Readonly<Record<string, string>> = {
  required: 'required',
  type: 'invalid_type',
  enum: 'invalid_value',
  const: 'invalid_value',
  anyOf: 'invalid_value',
  oneOf: 'invalid_value',
  format: 'invalid_format',
  pattern: 'invalid_format',
}

function fieldError(error: ErrorObject, whole: string): FieldError {
  const path = error.instancePath.slice(1).split('/').filter(Boolean).map(unescapePointer)
  const missing = error.keyword === 'required' ? [String(error.params['missingProperty'])] : []
  const field = [...path, ...missing].join('.') || whole
  const message = missing.length > 0 ? 'is required' : (error.message ?? 'is not valid')
  return { field, message, code: codes[error.keyword] ?? 'out_of_range' }
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
