import type { ReactNode } from 'react'
import { formatDecimal } from '../format/decimal.ts'
import { texts } from '../texts/texts.ts'

type Listed = {
  readonly data: readonly unknown[]
  readonly pagination: { readonly limit: number; readonly offset: number; readonly total: number }
}
type PagerProps = {
  readonly label: string
  readonly list: Listed
  readonly onMove: (offset: number) => void
}

/** To the pages before and after this one of a list, the newest first; nothing where there is one page only. */
export function Pager({ label, list: { data, pagination }, onMove }: PagerProps): ReactNode {
  const words = texts.common.pager
  const { limit, offset, total } = pagination
  const more = offset + data.length < total
  if (offset === 0 && !more) return null
  const shown = (figure: number) => formatDecimal(String(figure))
  return (
    <nav className="pager" aria-label={label}>
      <button
        type="button"
        className="button"
        disabled={offset === 0}
        onClick={() => onMove(Math.max(0, offset - limit))}
      >
        {words.newer}
      </button>
      <span className="soft small" role="status">
        {words.shownOf(shown(offset + 1), shown(offset + data.length), shown(total))}
      </span>
      <button
        type="button"
        className="button"
        disabled={!more}
        onClick={() => onMove(offset + limit)}
      >
        {words.older}
      </button>
    </nav>
  )
}
