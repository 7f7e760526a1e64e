import type { ReactNode } from 'react'
import { ViewTitle } from '../ui/page.tsx'
import type { Route } from './route.ts'
import { ViewLink } from './view-link.tsx'

type ActViewProps = {
  readonly title: string
  readonly arrived: boolean
  readonly back: Route
  readonly backLabel: string
  readonly children: ReactNode
}

/** A view of one decision: what it is, the way back, and nothing beside it. */
export function ActView({ title, arrived, back, backLabel, children }: ActViewProps): ReactNode {
  return (
    <div className="act">
      <div>
        <Back to={back}>{backLabel}</Back>
        <ViewTitle arrived={arrived}>{title}</ViewTitle>
      </div>
      {children}
    </div>
  )
}

/** The way back, above a heading. */
export function Back({ to, children }: { to: Route; children: string }): ReactNode {
  return (
    <p>
      <ViewLink to={to} className="back">
        <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16" className="sign">
          <path d="M10 3L5 8l5 5" />
        </svg>
        {children}
      </ViewLink>
    </p>
  )
}
