import { assert } from '@tallystick/core/assert.ts'
import type { TSchema } from 'typebox'

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }
export type Direction = 'in' | 'out'

/**
 * A schema as JSON Schema 2020-12. A field with a default is there once the server has read the
 * request, so our types require it; a client may leave it out, so the document does not. Shapes
 * with a title are referred to.
 */
export function show(schema: TSchema, direction: Direction): JsonObject {
  return written(plain(schema), direction, 'reference')
}

/** The titled shapes within these schemas, each by its title. One title for two shapes is a bug. */
export function titled(schemas: readonly TSchema[], direction: Direction): Map<string, JsonObject> {
  const shapes = new Map<string, JsonObject>()
  const collect = (node: Json): void => {
    if (Array.isArray(node)) node.forEach(collect)
    if (!isObject(node)) return
    const { title } = node
    if (typeof title === 'string') keep(title, node)
    Object.values(node).forEach(collect)
  }
  const keep = (title: string, node: JsonObject): void => {
    const shape = written(node, direction, 'whole')
    const known = shapes.get(title)
    assert(!known || JSON.stringify(known) === JSON.stringify(shape), `${title} has two shapes`)
    shapes.set(title, shape)
  }
  for (const schema of schemas) collect(plain(schema))
  return shapes
}

export const hasDefault = (schema: object) => 'default' in schema

const plain = (schema: TSchema): JsonObject => JSON.parse(JSON.stringify(schema))

function written(node: JsonObject, direction: Direction, top: 'reference' | 'whole'): JsonObject {
  const { title } = node
  if (top === 'reference' && typeof title === 'string') {
    return { $ref: `#/components/schemas/${title}` }
  }
  const inner = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(inner)
    return isObject(value) ? written(value, direction, 'reference') : value
  }
  const mapped = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inner(value)]))
  const open = openMap(direction === 'in' ? withoutDefaulted(mapped) : mapped)
  const { enum: values } = open
  return Array.isArray(values) && !('type' in open) ? { type: typeOf(values), ...open } : open
}

function withoutDefaulted(node: JsonObject): JsonObject {
  const { properties, required, ...rest } = node
  if (!Array.isArray(required) || !isObject(properties)) return node
  const needed = required.filter((name) => {
    const property = properties[String(name)]
    return !(isObject(property) && hasDefault(property))
  })
  return { ...rest, ...(needed.length > 0 && { required: needed }), properties }
}

const typeOf = (values: readonly Json[]) => (typeof values[0] === 'number' ? 'integer' : 'string')

/** A map with free names, written as generators expect it. */
function openMap(node: JsonObject): JsonObject {
  const { patternProperties, ...rest } = node
  if (!isObject(patternProperties) || !patternProperties['^.*$']) return node
  return { ...rest, additionalProperties: patternProperties['^.*$'] }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
