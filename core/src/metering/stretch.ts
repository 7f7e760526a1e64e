import { isBefore } from '../time/instant.ts'
import { type WindowSize, windowAt } from './window.ts'

/** A part of a stretch of time that whole windows of one size fill, or that none does: then it is read event by event. */
export type Stretch = {
  readonly size: WindowSize | undefined
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/**
 * Cuts [from, to) into stretches that the largest of these window sizes fill, in order of time and without a gap. The
 * sizes are given from the largest to the smallest; what even the smallest does not fill has no size.
 */
export function stretchesOf(
  from: Temporal.Instant,
  to: Temporal.Instant,
  sizes: readonly WindowSize[],
): readonly Stretch[] {
  if (!isBefore(from, to)) return []
  const [size, ...smaller] = sizes
  if (size === undefined) return [{ size, from, to }]
  const window = windowAt(size, from)
  const first = window.start.equals(from) ? from : window.end
  const last = windowAt(size, to).start
  if (!isBefore(first, last)) return stretchesOf(from, to, smaller)
  return [
    ...stretchesOf(from, first, smaller),
    { size, from: first, to: last },
    ...stretchesOf(last, to, smaller),
  ]
}
