import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import pg from 'pg'
import { Refusal } from '../refusal.ts'

/** First half of the advisory locks by which hosts say that they are here; the second half says which. */
const lockClass = 1_952_542_572

/**
 * Says in the database, for as long as the process lives, on which host the folder with the keys is in use. Two hosts
 * would each make keys that the other lacks, so a second one is refused.
 */
export async function markHost(url: string, host = hostIdentity()): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, application_name: 'tallystick host' })
  // When the connection breaks the mark is gone until the next start; the key store is checked against the database there.
  client.on('error', () => {})
  await client.connect()
  const number = createHash('sha256').update(host).digest().readUInt32BE(0) >>> 1
  await client.query('select pg_advisory_lock_shared($1, $2)', [lockClass, number])
  const { rowCount } = await client.query(
    `select from pg_locks where locktype = 'advisory' and classid = $1 and objid <> $2
     and database = (select oid from pg_database where datname = current_database())`,
    [lockClass, number],
  )
  if (rowCount) {
    await client.end()
    throw new Refusal(
      'Another host runs on this database, and the key store is a folder of one host: set TALLY_KEYSTORE_URL on both.',
    )
  }
  return () => client.end()
}

/** The same in every container of a machine, unlike its name. */
function hostIdentity(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return hostname()
  }
}
