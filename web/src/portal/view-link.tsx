import type { MouseEvent, ReactNode } from 'react'
import { go, hrefOf, type Route } from './route.ts'

type ViewLinkProps = {
  readonly to: Route
  readonly className?: string
  readonly current?: boolean
  /** The element that says more, where the words alone do not say which of several it is. */
  readonly describedBy?: string
  readonly children: ReactNode
}

/** A real link to a view: it can be opened elsewhere, and here it loads nothing anew. */
export function ViewLink({
  to,
  className,
  current = false,
  describedBy,
  children,
}: ViewLinkProps): ReactNode {
  function follow(event: MouseEvent): void {
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (elsewhere || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return (
    <a
      href={hrefOf(to)}
      className={className}
      aria-current={current ? 'page' : undefined}
      aria-describedby={describedBy}
      onClick={follow}
    >
      {children}
    </a>
  )
}
