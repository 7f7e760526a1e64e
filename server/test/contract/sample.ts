import type { TSchema } from 'typebox'

type Schema = TSchema & {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
  readonly minItems?: number
  readonly minimum?: number
  readonly minLength?: number
  readonly default?: unknown
}

export type Naming = (field: string, schema: { readonly pattern?: string }) => string | undefined

/** The smallest value that a schema lets through; `name` gives the values of fields that mean something. */
export function sample(schema: TSchema, name: Naming = () => undefined, field = ''): unknown {
  const of = schema as Schema
  const named = name(field, of)
  if (named !== undefined) return named
  if ('const' in of) return of.const
  if (of.enum) return of.enum[0]
  if (of.anyOf) return sample(of.anyOf[0] as Schema, name, field)
  switch (of.type) {
    case 'object':
      return Object.fromEntries(
        (of.required ?? []).map((key) => [key, sample(of.properties?.[key] as Schema, name, key)]),
      )
    case 'array':
      return Array.from({ length: of.minItems ?? 0 }, () => sample(of.items as Schema, name, field))
    case 'string':
      return sampleText(of)
    case 'integer':
    case 'number':
      return of.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return {}
  }
}

function sampleText({ pattern, format, minLength = 0 }: Schema): string {
  const prefix = /^\^\(?([a-z]+)[|_]/.exec(pattern ?? '')?.[1]
  if (pattern?.includes('[a-zA-Z0-9]+$') && prefix) return neverExisted(prefix)
  if (pattern?.includes('[A-Z]{3}')) return 'USD'
  if (pattern) return '10'
  const byFormat: Readonly<Record<string, string>> = {
    'date-time': '2026-11-21T10:00:00Z',
    date: '2026-11-21',
    email: 'somebody@example.com',
    uri: 'https://example.com/',
    duration: 'PT10M',
  }
  return byFormat[format ?? ''] ?? 'text'.padEnd(minLength, 'x')
}

/** An id of the right form that nobody ever made. */
export function neverExisted(prefix: string): string {
  return `${prefix}_00000000000070008000000000000000`
}
