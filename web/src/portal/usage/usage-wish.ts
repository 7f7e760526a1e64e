import type { WindowSize } from '../../format/time.ts'
import type { RangeName } from './usage-range.ts'

/** What of the usage the reader wants to see, and how. */
export type UsageWish = {
  readonly range: RangeName
  /** Nothing while the page may choose what reads best. */
  readonly windowSize: WindowSize | undefined
  readonly view: 'chart' | 'table'
  readonly compare: boolean
  /** The dimension to break down by; empty for none. */
  readonly groupBy: string
}

export const firstWish: UsageWish = {
  range: 'week',
  windowSize: undefined,
  view: 'chart',
  compare: false,
  groupBy: '',
}
