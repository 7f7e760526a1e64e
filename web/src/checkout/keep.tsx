import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'

type KeepProps = {
  readonly checkout: Checkout
  readonly isCard: boolean
  readonly save: boolean
  readonly onChange: (save: boolean) => void
}

/** Whether what is paid with is kept, as far as the payer has a say. */
export function Keep({ checkout, isCard, save, onChange }: KeepProps): ReactNode {
  const words = texts.checkout
  const name = checkout.merchant.name
  if (checkout.savePaymentMethod === 'no') return null
  if (checkout.savePaymentMethod === 'required') {
    return <p className="soft small">{isCard ? words.saved(name) : words.savedMethod(name)}</p>
  }
  return (
    <label className="check">
      <input type="checkbox" checked={save} onChange={(event) => onChange(event.target.checked)} />
      <span>{isCard ? words.save(name) : words.saveMethod(name)}</span>
    </label>
  )
}

/** What is sent for it. */
export function isKept({ savePaymentMethod }: Checkout, save: boolean): boolean {
  return savePaymentMethod === 'required' || (savePaymentMethod === 'offered' && save)
}
