import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import type { Schema } from './schema.gen.ts'
import { toParameter } from './values.ts'

declare const scoped: unique symbol

/** A transaction that row security has pinned to one scope. Only the edge can make one (transaction.ts). */
export type Db = Kysely<Schema> & { readonly [scoped]: true }

/** Where plans are kept, a statement has a name and is planned once per connection: its own text, its own name. */
const names = new Map<string, string>()
/** Lists of any length make texts without number; those that come after so many are planned each time. */
const mostNames = 1000

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  const name = `statement ${names.size}`
  names.set(text, name)
  return name
}

/** Typed queries on one connection whose transaction somebody else opens and ends. */
export function queriesOn(client: pg.ClientBase, { planned }: { readonly planned: boolean }): Db {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const name = planned ? nameOf(text) : undefined
      const values = parameters.map(toParameter)
      // The extended protocol takes one statement at a time, so a second one cannot be smuggled in behind it.
      const query = { text, values, queryMode: 'extended', ...(name && { name }) }
      const { rows, rowCount } = await client.query(query as pg.QueryConfig)
      return { rows, ...(rowCount !== null && { numAffectedRows: BigInt(rowCount) }) }
    },
    streamQuery() {
      throw new Error('queries are not streamed')
    },
  }
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(connection),
      createIntrospector: (any) => new PostgresIntrospector(any),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return db as Db
}

function driverOf(connection: DatabaseConnection): Driver {
  const refuse = () => Promise.reject(new Error('only the edge opens and ends transactions'))
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  }
}
