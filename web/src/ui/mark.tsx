import type { ReactNode } from 'react'

/** The mark: a short stick with unequal notches. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 44 14" width="44" height="14" aria-hidden="true">
      <path d="M0 1h9l3 9 3-9h8l1.5 5 1.5-5h5l1.5 5 1.5-5h10v12H0z" />
    </svg>
  )
}

/** A ruled line with the notches of the mark at its start: the top of every page. */
export function NotchedRule(): ReactNode {
  return (
    <div className="notched-rule" aria-hidden="true">
      <svg aria-hidden="true" width="120" height="8" viewBox="0 0 120 8">
        <path d="M0 .5h120M12.5 0v8M19.5 0v5M24.5 0v5M29.5 0v5M46.5 0v8M53.5 0v5" />
      </svg>
    </div>
  )
}
