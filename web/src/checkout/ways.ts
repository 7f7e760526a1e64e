import type { Checkout } from '../api/portal.ts'
import { formatMoney } from '../format/decimal.ts'
import { texts } from '../texts/texts.ts'
import { expiryText, methodText } from './method-text.ts'

type Offer = Checkout['offers'][number]

/** One way to pay: what is stored, what can be entered, or the balance. */
export type Way = {
  readonly id: string
  readonly kind: Offer | 'method' | 'funds'
  readonly label: string
  readonly notes: readonly string[]
  /** Of a stored one. */
  readonly methodId?: string
}

/** How this can be paid, in the order of what is least work: the first is chosen. */
export function waysOf(checkout: Checkout, now: Date): readonly Way[] {
  const { methods, offers, funds, currency } = checkout
  const stored = methods.map((method): Way => {
    const words = texts.checkout.method
    const expiry = expiryText(method, now)
    const notes = [expiry, method.isDefault && methods.length > 1 ? words.isDefault : undefined]
    return {
      id: method.id,
      kind: 'method',
      label: methodText(method),
      notes: notes.filter((note) => note !== undefined),
      methodId: method.id,
    }
  })
  const anew = offers.map((offer): Way => {
    const label = labelOf(offer, stored.length > 0)
    return { id: offer, kind: offer, label, notes: [] }
  })
  const words = texts.checkout.ways
  const balance: readonly Way[] = funds
    ? [
        {
          id: 'funds',
          kind: 'funds',
          label: words.funds(formatMoney(funds.available, currency)),
          notes: [],
        },
      ]
    : []
  return [...stored, ...anew, ...balance]
}

function labelOf(offer: Offer, another: boolean): string {
  const { ways } = texts.checkout
  switch (offer) {
    case 'card':
      return another ? ways.newCard : ways.card
    case 'wallet':
      return ways.wallet
    case 'bank_debit':
      return ways.bankDebit
    case 'element':
      return another ? ways.newElement : ways.element
  }
}
