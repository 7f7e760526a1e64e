import { existsSync, readFileSync } from 'node:fs'
import { Compile } from 'typebox/schema'
import type { Json, JsonObject } from './json-schema.ts'

/*
 * The reference contract, when its folder lies beside the checkout (or beside the folder of its
 * worktrees). Suites hold our replies against it, so that what strict clients of the reference
 * refuse is noticed here first.
 */

type Mistake = { readonly instancePath: string; readonly message: string }

/** The folder of the reference contract; undefined on a machine without it. */
export const referenceFolder = ['../../../shared/contract/', '../../../../shared/contract/']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(new URL('api.json', url)))

/**
 * What is wrong with a reply by the reference: nothing, or one line for each mistake. Undefined
 * when the reference has no such operation or status, or is not there.
 */
export function mistakesByReference(
  operationId: string,
  status: number,
  body: unknown,
): readonly string[] | undefined {
  const validator = validators().get(`${operationId} ${status}`)
  if (!validator) return undefined
  const [fine, mistakes] = validator().Errors(body) as [boolean, readonly Mistake[]]
  if (fine) return []
  return mistakes
    .filter(({ instancePath }) => !isMeantToDiffer(instancePath, body))
    .map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** The one value that accepted-differences.txt lets pass: the term of prepaid usage. */
function isMeantToDiffer(instancePath: string, body: unknown): boolean {
  if (!instancePath.endsWith('/paymentTerm')) return false
  return at(body as Json, ...instancePath.slice(1).split('/')) === 'instant'
}

type Validator = () => ReturnType<typeof Compile>
let known: ReadonlyMap<string, Validator> | undefined

function validators(): ReadonlyMap<string, Validator> {
  known ??= new Map(['api.json', 'legacy.json'].flatMap((file) => [...validatorsOf(file)]))
  return known
}

function* validatorsOf(file: string): Iterable<readonly [string, Validator]> {
  if (!referenceFolder) return
  const document = JSON.parse(readFileSync(new URL(file, referenceFolder), 'utf8')) as JsonObject
  for (const { operationId, responses } of operations(document)) {
    for (const [status, response] of entries(responses)) {
      const schema = at(resolved(document, response), 'content', 'application/json', 'schema')
      if (schema !== undefined) yield [`${operationId} ${status}`, lazily(document, schema)]
    }
  }
}

function operations(document: JsonObject): JsonObject[] {
  return entries(at(document, 'paths'))
    .flatMap(([, path]) => entries(path))
    .map(([, operation]) => operation)
    .filter((operation) => isObject(operation) && 'operationId' in operation) as JsonObject[]
}

function lazily(document: JsonObject, schema: Json): Validator {
  let validator: ReturnType<typeof Compile> | undefined
  return () => {
    validator ??= Compile(standard(document, schema) as object)
    return validator
  }
}

/**
 * References opened, and `nullable` of OpenAPI 3.0, which JSON Schema does not know, put as a
 * union.
 */
function standard(document: JsonObject, node: Json): Json {
  if (Array.isArray(node)) return node.map((each) => standard(document, each))
  const whole = resolved(document, node)
  if (!isObject(whole)) return whole
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [key, standard(document, value)]),
  )
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest
}

function resolved(document: JsonObject, node: Json): Json {
  const target = at(node, '$ref')
  if (typeof target !== 'string') return node
  return resolved(document, at(document, ...target.slice(2).split('/')) ?? {})
}

function at(node: Json, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (here, key) => (isObject(here) || Array.isArray(here) ? (here as JsonObject)[key] : undefined),
    node,
  )
}

const entries = (node: Json | undefined) => (isObject(node) ? Object.entries(node) : [])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
