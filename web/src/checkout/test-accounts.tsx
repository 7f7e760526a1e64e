import { sandboxIbans } from '@tallystick/contract/sandbox-cards.ts'
import type { ReactNode } from 'react'
import { groupIban } from '../format/iban.ts'
import { texts } from '../texts/texts.ts'
import { TestList } from './test-list.tsx'

/** The bank accounts of the sandbox. */
export function TestAccounts({ onUse }: { readonly onUse: (iban: string) => void }): ReactNode {
  const { title, note, outcomes } = texts.checkout.accounts
  const entries = sandboxIbans.map(({ iban, outcome }) => ({
    number: groupIban(iban),
    outcome: outcomes[outcome],
  }))
  return <TestList title={title} note={note} entries={entries} onUse={onUse} />
}
