import type { ReactNode } from 'react'
import { Notice } from '../ui/notice.tsx'
import { useTold } from './told.ts'

/** What was just done: shown above the view, and read out when it changes. */
export function Told(): ReactNode {
  const told = useTold()
  return (
    <div role="status" className="told">
      {told === '' ? null : (
        <Notice kind="good">
          <p>{told}</p>
        </Notice>
      )}
    </div>
  )
}
