import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import type { ReactNode } from 'react'
import { groupNumber } from '../format/card.ts'
import { texts } from '../texts/texts.ts'
import type { CardFields } from './card-fields.ts'
import { TestList } from './test-list.tsx'

type TestCardsProps = { readonly onUse: (card: Partial<CardFields>) => void }

/** The cards of the sandbox. */
export function TestCards({ onUse }: TestCardsProps): ReactNode {
  const { title, note, outcomes } = texts.checkout.cards
  const entries = sandboxCards.map(({ number, outcome }) => ({
    number: groupNumber(number),
    outcome: outcomes[outcome],
  }))
  const use = (number: string) => onUse(filledIn(number))
  return <TestList title={title} note={note} entries={entries} onUse={use} />
}

function filledIn(number: string): Partial<CardFields> {
  const year = String((new Date().getFullYear() + 3) % 100).padStart(2, '0')
  return { number, expiry: `12 / ${year}`, cvc: '123' }
}
