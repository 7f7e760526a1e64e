import type { ReactNode } from 'react'
import type { RequestFailure } from '../api/request.ts'
import { texts } from '../texts/texts.ts'
import { Notice } from '../ui/notice.tsx'

type RefusalProps = {
  readonly failure: RequestFailure | undefined
  /** Words for the codes that this act alone is refused with. */
  readonly words?: Readonly<Record<string, string>>
}

/** Why something was not done; a live region, so that it is read out when it comes. */
export function Refusal({ failure, words = {} }: RefusalProps): ReactNode {
  return (
    <div role="alert">
      {failure ? (
        <Notice kind="bad">
          <p>{refusalText(failure, words)}</p>
        </Notice>
      ) : null}
    </div>
  )
}

/** The words of the catalogue for a refusal; the server's are for developers and in English. */
function refusalText(
  { code = '', kind }: RequestFailure,
  own: Readonly<Record<string, string>>,
): string {
  const words = texts.portal
  if (kind === 'unreachable' || kind === 'broken') return words.unsure
  if (kind === 'busy') return texts.trouble.busy
  return own[code] ?? words.refusals[code] ?? words.refused
}
