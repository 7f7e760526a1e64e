import { sql } from 'kysely'
import type { Db } from '../platform/db/db.ts'

/** Makes the partitions of the coming weeks, where they are missing. */
export async function preparePartitions(db: Db): Promise<void> {
  await sql`select tally.prepare_partitions()`.execute(db)
}
