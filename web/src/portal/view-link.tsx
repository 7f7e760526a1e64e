import type { MouseEvent, ReactNode } from 'react'
import { go, hrefOf, type Route } from './route.ts'

type ViewLinkProps = {
  readonly to: Route
  readonly className?: string
  readonly current?: boolean
  /** For screen readers, where the words alone do not say which of several it is. */
  readonly label?: string
  readonly children: ReactNode
}

/** A real link to a view: it can be opened elsewhere, and here it loads nothing anew. */
export function ViewLink({
  to,
  className,
  current = false,
  label,
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
      aria-label={label}
      onClick={follow}
    >
      {children}
    </a>
  )
}
