import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import { type Naming, sample } from './sample.ts'

type Part = Parameters<typeof sample>[0] | undefined

/** The smallest request that the contract lets through; `name` gives the values of fields that mean something. */
export function rightRequest({ params, query, body }: Endpoint, name?: Naming) {
  const part = (schema: Part) => (schema ? sample(schema, name) : {}) as Record<string, string>
  return { params: part(params), query: part(query), ...(body && { body: part(body) }) }
}
