import type { Overview } from '../api/portal.ts'
import type { Client } from '../api/session.ts'

/** What every view of the portal stands on. */
export type Portal = {
  readonly client: Client
  readonly overview: Overview
  /** When the overview was true, by the customer's clock. */
  readonly at: number
  readonly loading: boolean
  /** Reads the overview anew, after something was changed or because the reader asks. */
  readonly reload: () => void
  /** Whether the view was come to from another one: its heading then takes the focus. */
  readonly arrived: boolean
}
