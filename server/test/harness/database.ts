import pg from 'pg'
import type { Scope } from '../../src/platform/db/context.ts'
import { signContext } from '../../src/platform/db/context.ts'
import { connectionAs } from '../../src/platform/db/pools.ts'
import type { LoginRole } from '../../src/platform/db/roles.ts'
import type { Product } from './product.ts'

/** A connection as the administrator, whom row security does not bind: to arrange rows and to look at the catalog. */
export async function asAdministrator<T>(
  { installation }: Product,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return connected({ connectionString: installation.databaseUrl }, work)
}

/** A plain connection as one of the server's roles, without any of the server's own care. */
export async function asRole<T>(
  { installation }: Product,
  role: LoginRole,
  work: (client: pg.Client & { processID: number }) => Promise<T>,
): Promise<T> {
  const { databaseUrl, passwordOf } = installation
  return connected(connectionAs(databaseUrl, role, passwordOf(role)), (client) =>
    work(client as pg.Client & { processID: number }),
  )
}

async function connected<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs statements in a transaction with a signed context, and undoes them. */
export async function inScope<T>(
  of: Product,
  client: pg.Client & { processID: number },
  { scope, work }: { readonly scope: Scope; readonly work: () => Promise<T> },
): Promise<T> {
  const { contextKey } = of.installation.workspace.database
  const at = { nowMs: Date.now(), backendPid: client.processID }
  await client.query('begin')
  try {
    await client.query(`select set_config('tally.context', $1, true)`, [
      signContext(contextKey, scope, at),
    ])
    return await work()
  } finally {
    await client.query('rollback')
  }
}
