import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { Notice } from './notice.tsx'

type FailedLoadProps = { readonly text: string; readonly onRetry: () => void }

/** What could not be loaded, and another try. */
export function FailedLoad({ text, onRetry }: FailedLoadProps): ReactNode {
  return (
    <Notice kind="bad">
      <p>{text}</p>
      <button type="button" className="button" onClick={onRetry}>
        {texts.common.retry}
      </button>
    </Notice>
  )
}
