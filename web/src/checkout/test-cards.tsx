import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import type { ReactNode } from 'react'
import { groupNumber } from '../format/card.ts'
import { texts } from '../texts/texts.ts'
import type { CardFields } from './card-fields.ts'

type TestCardsProps = { readonly onUse: (card: Partial<CardFields>) => void }

/** The cards of the sandbox, each with what it does. */
export function TestCards({ onUse }: TestCardsProps): ReactNode {
  const words = texts.checkout.cards
  return (
    <details className="test-cards">
      <summary>{words.title}</summary>
      <p className="soft small">{words.note}</p>
      <ul>
        {sandboxCards.map(({ number, outcome }) => (
          <li key={number}>
            <span className="figure">{groupNumber(number)}</span>
            <span className="soft">{words.outcomes[outcome]}</span>
            <button
              type="button"
              className="button button-quiet"
              aria-label={words.fillIn(groupNumber(number), words.outcomes[outcome])}
              onClick={() => onUse(filledIn(number))}
            >
              {words.use}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function filledIn(number: string): Partial<CardFields> {
  const year = String((new Date().getFullYear() + 3) % 100).padStart(2, '0')
  return { number: groupNumber(number), expiry: `12 / ${year}`, cvc: '123' }
}
