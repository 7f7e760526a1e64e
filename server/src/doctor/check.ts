import type { RawBuilder } from 'kysely'

/** What a check finds in one organization, or in all of them together. */
export type Finding = {
  /** How many things were looked at. */
  readonly checked: number
  readonly wrong: number
  /** Up to three of the wrong ones, by id. */
  readonly examples: readonly string[]
  /** Sums by currency, as exact decimal text. */
  readonly amounts: Readonly<Record<string, string>>
}

/** One invariant of the books. A single statement, so that it sees one moment while everything goes on. */
export type Check = {
  /** The promise, as a sentence that is true when nothing is wrong. */
  readonly name: string
  /** Given an organization, answers one row in the form of a finding. */
  readonly sql: (organizationId: string) => RawBuilder<Finding>
}
