import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'

type Method = Pick<Checkout['methods'][number], 'type' | 'brand' | 'last4'>
type Expiring = Pick<Checkout['methods'][number], 'expMonth' | 'expYear'>

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

/** "Visa", "Wallet (Visa)" or "Bank account". */
export function kindText({ type, brand }: Method): string {
  const kinds: Readonly<Record<string, string>> = texts.checkout.method.kinds
  const kind = kinds[type] ?? texts.checkout.method.kinds.other
  if (brand === undefined) return kind
  const name = brands[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)
  return type === 'card' ? name : `${kind} (${name})`
}

/** "Visa ending in 4242". */
export function methodText(method: Method): string {
  const kind = kindText(method)
  return method.last4 ? texts.checkout.method.endingIn(kind, method.last4) : kind
}

/** "Expires 12/2030"; nothing where it does not expire. */
export function expiryText({ expMonth, expYear }: Expiring, now: Date): string | undefined {
  if (expMonth === undefined || expYear === undefined) return undefined
  const words = texts.checkout.method
  const month = `${String(expMonth).padStart(2, '0')}/${expYear}`
  const isOver = expYear * 12 + expMonth - 1 < now.getFullYear() * 12 + now.getMonth()
  return isOver ? words.expired(month) : words.expires(month)
}
