import type { ReactNode } from 'react'
import type { NamedMethod } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'

/** Brands are written as their owners write them; one we have not met is at least capitalized. */
const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  cartes_bancaires: 'CB',
}

function kindOf({ brand, type }: NamedMethod): string {
  const words = texts.portal.methods
  if (brand) return brands[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)
  return words.types[type ?? ''] ?? words.other
}

/** A method in a sentence: "Visa ending in 4242". */
export function methodText(method: NamedMethod): string {
  const kind = kindOf(method)
  return method.last4 ? texts.portal.methods.endingIn(kind, method.last4) : kind
}

/** A method in a list: "Visa •••• 4242", read out as in a sentence. */
export function MethodName({ method }: { method: NamedMethod }): ReactNode {
  return (
    <>
      <span aria-hidden="true">
        {kindOf(method)}
        {method.last4 ? <span className="figure"> •••• {method.last4}</span> : null}
      </span>
      <span className="hidden">{methodText(method)}</span>
    </>
  )
}

/** "12/2030", and whether that month is over. */
export function expiryOf({ expMonth, expYear }: NamedMethod, now: number) {
  if (!expMonth || !expYear) return undefined
  const over = Date.UTC(expYear, expMonth, 1) <= now
  return { month: `${String(expMonth).padStart(2, '0')}/${expYear}`, over }
}
