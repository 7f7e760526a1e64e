import pg from 'pg'
import { type LoginRole, loginRoles } from './roles.ts'
import { columnTypes } from './values.ts'

type PlanningPool = 'planned_app' | 'planned_jobs'

/**
 * One pool per role that logs in, and more for merchants' charges and for due work: their connections keep the plans of
 * their statements, so nothing that a client wrote may ever be part of a statement's text there. Connections open when
 * they are first needed.
 */
export type Pools = Readonly<Record<LoginRole | PlanningPool, pg.Pool>>

export const planningPools: Readonly<Partial<Record<LoginRole, PlanningPool>>> = {
  tally_app: 'planned_app',
  tally_jobs: 'planned_jobs',
}

export type PoolOptions = {
  readonly url: string
  readonly passwordOf: (role: LoginRole) => string
  readonly size: number
  /** A connection that breaks is replaced; the log says so. */
  readonly onError: (error: Error) => void
}

export function openPools({ url, passwordOf, size, onError }: PoolOptions): Pools {
  const open = (role: LoginRole, name: LoginRole | PlanningPool = role) => {
    const pool = new pg.Pool({
      ...connectionAs(url, role, passwordOf(role)),
      max: size,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 15_000,
      types: columnTypes,
      // Statements that do not wait for each other share a round trip (begin and the context, see transaction.ts).
      pipeline: true,
      application_name: `tallystick ${name.replace('tally_', '')}`,
      options: optionsOf(role),
    } as pg.PoolConfig)
    // A connection that breaks between two statements has nobody else to tell; untold, it would end the process.
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', onError))
    return [name, pool] as const
  }
  const planning = Object.entries(planningPools) as [LoginRole, PlanningPool][]
  return Object.fromEntries([
    ...loginRoles.map((role) => open(role)),
    ...planning.map(([role, name]) => open(role, name)),
  ]) as unknown as Pools
}

/** Nothing waits for ever: a request gives up before its caller does; a job may take longer; the auditor reads it all. */
function optionsOf(role: LoginRole): string {
  const statementMs = { tally_jobs: 300_000, tally_auditor: 0 }[role as string] ?? 30_000
  const settings = {
    timezone: 'UTC',
    idle_in_transaction_session_timeout: 60_000,
    statement_timeout: statementMs,
    lock_timeout: 15_000,
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

export async function closePools(pools: Pools): Promise<void> {
  await Promise.all(Object.values(pools).map(endPool))
}

/**
 * Ends a pool and waits until its connections are closed. The pool itself only says goodbye: a server that is stopped
 * right after would cut the connections off, and each would report that as a failure.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount
  const { promise, resolve } = Promise.withResolvers<void>()
  pool.on('remove', () => {
    open -= 1
    if (open === 0) resolve()
  })
  await pool.end()
  if (open > 0) await promise
}

/** The address of the database with another user in it. */
export function connectionAs(url: string, user: string, password: string): pg.ClientConfig {
  const address = new URL(url)
  address.username = user
  address.password = password
  return { connectionString: address.toString() }
}
