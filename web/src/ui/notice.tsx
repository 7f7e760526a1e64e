import type { ReactNode } from 'react'

export type NoticeKind = 'good' | 'warn' | 'bad' | 'plain'

const signs: Record<NoticeKind, string> = {
  good: 'M2 8.5l4 4 8-9',
  warn: 'M8 2v8M8 13v1',
  bad: 'M3 3l10 10M13 3L3 13',
  plain: 'M8 7v7M8 3v1',
}

/** A sentence that matters, marked by a sign and a rule as well as by its colour. */
export function Notice({ kind, children }: { kind: NoticeKind; children: ReactNode }): ReactNode {
  return (
    <div className={`notice notice-${kind}`}>
      <Sign kind={kind} />
      <div>{children}</div>
    </div>
  )
}

export function Sign({ kind }: { kind: NoticeKind }): ReactNode {
  return (
    <svg
      className={`sign sign-${kind}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      <path d={signs[kind]} />
    </svg>
  )
}
