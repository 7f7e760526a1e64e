import type { Overview } from '../api/portal.ts'

/** The overview, and when it was true. */
export type Loaded = { readonly overview: Overview; readonly at: number }
