import type { ReactNode } from 'react'

/** The mark: a short stick with unequal notches. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 40 16" width="40" height="16" aria-hidden="true">
      <path d="M1 3h6l1.5 5L10 3h4l1 3.5L16 3h9l2 7 2-7h3l1 3.5L34 3h5v10H1z" />
    </svg>
  )
}

/** A ruled line with the notches of the mark at its start: the top of every page. */
export function NotchedRule(): ReactNode {
  return (
    <div className="notched-rule" aria-hidden="true">
      <svg aria-hidden="true" width="120" height="8" viewBox="0 0 120 8">
        <path d="M0 .5h16l3 7 3-7h10l1.5 4 1.5-4h8l1.5 4 1.5-4h22l3 7 3-7h14l1.5 4 1.5-4h29" />
      </svg>
    </div>
  )
}
