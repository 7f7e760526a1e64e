import type { ReactNode } from 'react'

const widths = ['w1', 'w2', 'w3', 'w4'] as const

type SkeletonProps = { readonly label: string; readonly lines: number; readonly block?: boolean }

/** The known shape of what is on its way. */
export function Skeleton({ label, lines, block = false }: SkeletonProps): ReactNode {
  const shapes = Array.from({ length: lines }, (_, line) => widths[line % widths.length])
  return (
    <div className="skeleton" role="status">
      <span className="hidden">{label}</span>
      {block ? <div className="skeleton-block" /> : null}
      {shapes.map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
        <div key={line} className={`skeleton-line ${width}`} />
      ))}
    </div>
  )
}
