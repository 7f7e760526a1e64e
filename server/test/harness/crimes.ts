import pg from 'pg'
import { runDoctor } from '../../src/doctor/run.ts'
import { asAdministrator } from './database.ts'
import type { Product } from './product.ts'

/** What the doctor finds broken at merchants: nobody else has books of interest here. */
export async function complaintsOf(of: Product): Promise<string[]> {
  const { checks } = await runDoctor(of.installation, await merchantsOf(of))
  return checks.filter(({ ok }) => !ok).map(({ name }) => name)
}

function merchantsOf(of: Product): Promise<string[]> {
  return asAdministrator(of, async (client) => {
    const { rows } = await client.query(
      'select organization_id as id from tally.organizations where merchant_since is not null',
    )
    return rows.map(({ id }: { id: string }) => id)
  })
}

export type Crime = {
  readonly table: string
  /** What is done to it. */
  readonly statement: string
  /** The beginning of the promise that is then broken. */
  readonly promise: string
}

/** One crime per line: table | statement, in which X stands for the table | promise. */
export function crimesOf(lines: string): readonly Crime[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [table = '', statement = '', promise = ''] = line.split('|').map((part) => part.trim())
      return { table, statement: statement.replaceAll(/\bX\b/g, `tally.${table}`), promise }
    })
}

/** What the doctor complains of once a crime was committed past every rule of the database. All of it is undone. */
export async function complaintsAfter(of: Product, { table, statement }: Crime): Promise<string[]> {
  const client = new pg.Client({ connectionString: of.installation.databaseUrl })
  await client.connect()
  const write = (text: string) =>
    client.query(`begin; set local session_replication_role = replica; ${text}; commit`)
  try {
    await client.query(`create temporary table kept as select * from tally.${table}`)
    await write(statement)
    return await complaintsOf(of)
  } finally {
    await write(
      `delete from tally.${table};
       insert into tally.${table} overriding system value select * from kept`,
    )
    await client.end()
  }
}
