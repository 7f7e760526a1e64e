import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Product } from './product.ts'

/** Returns as soon as so many transactions wait for what others have locked: so two can be made to meet. */
export async function untilWaiting({ installation }: Product, howMany = 1): Promise<void> {
  const client = new pg.Client({ connectionString: installation.databaseUrl })
  await client.connect()
  try {
    for (let look = 0; look < 500; look += 1) {
      const { rowCount } = await client.query(
        `select from pg_stat_activity
         where wait_event_type = 'Lock' and datname = current_database()`,
      )
      if ((rowCount ?? 0) >= howMany) return
      await sleep(10)
    }
    assert.fail('nobody waits')
  } finally {
    await client.end()
  }
}
