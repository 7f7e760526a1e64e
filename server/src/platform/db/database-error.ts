import pg from 'pg'

/** Whether the database refused a statement: nothing more can be done in that transaction. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof pg.DatabaseError
}
