import { type ReactNode, useContext, useEffect } from 'react'
import type { RequestFailure } from '../api/request.ts'
import { sessionEnded } from '../api/session.ts'
import { texts } from '../texts/texts.ts'
import { tellParent } from './frame.ts'
import { Inside } from './inside.ts'
import { ViewTitle } from './page.tsx'

type TroubleProps = {
  readonly failure: RequestFailure
  /** What to say when the link itself is not good. */
  readonly invalid: string
  readonly retry: () => void
}

/** The page that stands in for one that could not be loaded, with the step that may help. */
export function Trouble({ failure, invalid, retry }: TroubleProps): ReactNode {
  const { title, body, canRetry } = explain(failure, invalid)
  const inside = useContext(Inside)
  const isOver = failure.kind === 'denied' && !inside
  useEffect(() => {
    if (isOver) tellParent({ type: 'session_expired' })
  }, [isOver])
  return (
    <section className="view">
      <ViewTitle arrived={true}>{title}</ViewTitle>
      <p>{body}</p>
      {canRetry ? (
        <button type="button" className="button" onClick={retry}>
          {texts.common.retry}
        </button>
      ) : null}
    </section>
  )
}

function explain(failure: RequestFailure, invalid: string) {
  const { trouble } = texts
  switch (failure.kind) {
    case 'denied':
    case 'refused':
      if (failure.code === sessionEnded) {
        return { title: trouble.sessionTitle, body: trouble.session, canRetry: false }
      }
      if (failure.code === 'LINK_EXPIRED') {
        return { title: trouble.expiredTitle, body: trouble.expired, canRetry: false }
      }
      return { title: trouble.linkTitle, body: invalid, canRetry: false }
    case 'unreachable':
      return { title: trouble.unreachableTitle, body: trouble.unreachable, canRetry: true }
    case 'busy':
      return { title: trouble.busyTitle, body: trouble.busy, canRetry: true }
    case 'broken':
      return { title: trouble.brokenTitle, body: trouble.broken, canRetry: true }
  }
}
