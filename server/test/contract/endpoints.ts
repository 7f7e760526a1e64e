import { api } from '@tallystick/contract/api.ts'
import type { Endpoint } from '@tallystick/contract/endpoint.ts'
import type { TSchema } from 'typebox'

export type Named = { readonly name: string; readonly endpoint: Endpoint }

/** Every endpoint of the contract. The suites loop over them, so a new one is covered the day it is written. */
export const everyEndpoint: readonly Named[] = Object.values(api)
  .flatMap((resource) => Object.entries(resource as Readonly<Record<string, Endpoint>>))
  .map(([name, endpoint]) => ({ name, endpoint }))

type Objectlike = TSchema & {
  readonly properties?: Readonly<Record<string, TSchema & { pattern?: string }>>
}

/** The fields of the path, the query and the body (top level) that hold an id, with the prefix of its kind. */
export function idFields({ path, params, query, body }: Endpoint) {
  const parts = { params, query, body }
  // Some ids of the reference are plain strings; the path says whose they are.
  const plain = { subscriptions: 'sub', payments: 'pay' }[path.split('/')[2] ?? '']
  return Object.entries(parts).flatMap(([part, schema]) =>
    Object.entries((schema as Objectlike | undefined)?.properties ?? {}).flatMap(([field, of]) => {
      const prefix =
        /^\^\(?([a-z]+)[|_]/.exec(of.pattern ?? '')?.[1] ?? (field === 'id' ? plain : undefined)
      return prefix ? [{ part: part as keyof typeof parts, field, prefix }] : []
    }),
  )
}
