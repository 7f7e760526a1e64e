import type { FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import type { Principal, Workspace } from '../workspace.ts'
import type { Contract } from './assert-bound.ts'
import type { Route } from './bind.ts'

export type Edge = {
  readonly workspace: Workspace
  readonly routes: readonly Route[]
  /** What there has to be a route for. */
  readonly contract: Contract
  readonly authenticate: Authenticate
  readonly log: Log
  /** Whose X-Forwarded-For is believed; everybody else's is what they say, not where they are. */
  readonly trustedProxies: string
  /** Every reply is compared with the contract before it leaves; a mismatch is a 500. On in tests. */
  readonly checkReplies: boolean
}

/** Who calls: throws UNAUTHENTICATED for credentials that do not hold; undefined when there are none. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>
