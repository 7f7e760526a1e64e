import { assert } from '@tallystick/core/assert.ts'
import type pg from 'pg'
import { type ContextKey, type Scope, signContext } from './context.ts'
import { type Db, queriesOn } from './db.ts'
import { type Pools, planningPools } from './pools.ts'
import type { LoginRole } from './roles.ts'

export type Database = {
  readonly pools: Pools
  readonly contextKey: ContextKey
  /** Behind a transaction pooler a context cannot be bound to a backend. */
  readonly pooled: boolean
}

/**
 * What a connection is left with when its transaction is over: no setting, cursor, prepared statement, subscription or
 * advisory lock, also none that was injected.
 */
const clean = 'close all; reset all; deallocate all; unlisten *; select pg_advisory_unlock_all()'

/** As above, but the plans stay: for transactions of nothing but fixed statements, on connections of their own. */
const cleanButPlanned = 'close all; reset all; unlisten *; select pg_advisory_unlock_all()'

export type As = {
  readonly role: LoginRole
  readonly scope: Scope
  /** Statements are planned once per connection: for roles that have a pool for that, see pools.ts. */
  readonly planned?: true
}

/**
 * Runs one unit of work under a role and a scope: all of it is kept, or none of it, and then the error says why.
 */
export async function within<T>(
  { pools, contextKey, pooled }: Database,
  as: As,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  // A pooler in between may hand the next transaction to a connection that has planned nothing.
  const keeping = as.planned === true && !pooled ? planningPools[as.role] : undefined
  const planned = keeping !== undefined
  const ending = planned ? cleanButPlanned : clean
  const client = (await pools[keeping ?? as.role].connect()) as pg.PoolClient & {
    processID: number
  }
  let broken: Error | undefined
  try {
    const backendPid = pooled ? 0 : client.processID
    const token = signContext(contextKey, as.scope, { nowMs: Date.now(), backendPid })
    // Sent ahead of the first statement of the work and not waited for: should either fail, that statement and all after
    // it fail with it. The token is a parameter, so it shows in no list of statements.
    const opened = Promise.all([
      client.query('begin'),
      client.query({
        text: `select set_config('tally.context', $1, true)`,
        values: [token],
        ...(planned && { name: 'context' }),
      }),
    ])
    opened.catch(() => undefined)
    const result = await work(queriesOn(client, { planned })).catch(async (error: unknown) => {
      await opened
      throw error
    })
    await opened
    await commit(client, ending)
    return result
  } catch (error) {
    await client.query(`rollback; ${ending}`).catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** The commit of a transaction in which a statement failed is a rollback, and PostgreSQL calls that no error. */
async function commit(client: pg.PoolClient, ending: string) {
  const answers: unknown = await client.query(`commit; ${ending}`)
  const [first] = answers as readonly pg.QueryResult[]
  assert(first?.command === 'COMMIT', 'a statement failed and its error was swallowed')
}
