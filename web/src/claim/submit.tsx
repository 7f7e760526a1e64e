import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/notice.tsx'
import type { Accepting } from './use-accept.ts'

/** The button, and above it why it did not work the last time. */
export function Submit({ busy, code }: Pick<Accepting, 'busy' | 'code'>): ReactNode {
  return (
    <>
      <div role="alert">{code === undefined ? null : <Notice kind="bad">{why(code)}</Notice>}</div>
      <button type="submit" className="button button-primary" aria-disabled={busy}>
        {busy ? <span className="spinner" /> : null}
        {texts.claim.accept}
      </button>
    </>
  )
}

function why(code: string): string {
  const { claim, trouble } = texts
  const reasons: Readonly<Record<string, string>> = {
    INVALID_CREDENTIALS: claim.wrong,
    EMAIL_TAKEN: claim.taken,
    RATE_LIMITED: trouble.busy,
    busy: trouble.busy,
    unreachable: trouble.unreachable,
  }
  return reasons[code] ?? claim.refused
}
