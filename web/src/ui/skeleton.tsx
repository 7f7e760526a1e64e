import type { ReactNode } from 'react'

const widths = ['w1', 'w2', 'w3', 'w4'] as const

type SkeletonProps = {
  readonly label: string
  readonly lines: number
  readonly block?: boolean
  /** Stands in for the whole page, heading included. */
  readonly page?: boolean
}

/** The known shape of what is on its way. */
export function Skeleton({ label, lines, block = false, page = false }: SkeletonProps): ReactNode {
  const shapes = Array.from({ length: lines }, (_, line) => widths[line % widths.length])
  return (
    <div className="skeleton">
      {page ? <h1 className="hidden">{label}</h1> : null}
      <span className="hidden" role="status">
        {label}
      </span>
      {block ? <div className="skeleton-block" /> : null}
      {shapes.map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
        <div key={line} className={`skeleton-line ${width}`} />
      ))}
    </div>
  )
}
