import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

type TestListProps = {
  readonly title: string
  readonly note: string
  readonly entries: readonly { readonly number: string; readonly outcome: string }[]
  readonly onUse: (number: string) => void
}

/** What the sandbox can be paid with, each with what it does. */
export function TestList({ title, note, entries, onUse }: TestListProps): ReactNode {
  const words = texts.checkout.cards
  return (
    <details className="test-cards">
      <summary>{title}</summary>
      <p className="soft small">{note}</p>
      <ul>
        {entries.map(({ number, outcome }) => (
          <li key={number}>
            <span className="figure">{number}</span>
            <span className="soft">{outcome}</span>
            <button
              type="button"
              className="button button-quiet"
              aria-label={words.fillIn(number, outcome)}
              onClick={() => onUse(number)}
            >
              {words.use}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
