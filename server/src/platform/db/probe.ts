import { pendingMigrations } from './migrate.ts'
import type { Pools } from './pools.ts'

/** What readiness asks of the database. Each rejects when it is not so. */
export function databaseChecks(pools: Pools) {
  return {
    database: () => pools.tally_app.query('select 1'),
    migrations: async () => {
      const client = await pools.tally_app.connect()
      try {
        const pending = await pendingMigrations(client)
        if (!pending || pending.length > 0) throw new Error('The schema is behind this release.')
      } finally {
        client.release()
      }
    },
  }
}
