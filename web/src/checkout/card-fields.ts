import type { CardPayment } from '../api/portal.ts'
import { digitsOf, hasPassed, passesLuhn, readExpiry } from '../format/card.ts'
import { texts } from '../texts/texts.ts'

/** What the reader typed, as typed. */
export type CardFields = {
  readonly number: string
  readonly expiry: string
  readonly cvc: string
  readonly holder: string
}

export type CardField = keyof CardFields
export type CardErrors = Partial<Record<CardField, string>>

export const emptyCard: CardFields = { number: '', expiry: '', cvc: '', holder: '' }

/** What stands in the way of sending the card, field by field, in words that say what to do. */
export function cardErrors(fields: CardFields, now: Date): CardErrors {
  const words = texts.checkout.errors
  const errors: CardErrors = {}
  const expiry = readExpiry(fields.expiry)
  if (digitsOf(fields.number) === '') errors.number = words.numberMissing
  else if (!passesLuhn(fields.number)) errors.number = words.numberWrong
  if (expiry === undefined) errors.expiry = words.expiryMissing
  else if (hasPassed(expiry, now)) errors.expiry = words.expiryPassed
  if (!/^\d{3,4}$/.test(fields.cvc)) errors.cvc = words.cvcWrong
  return errors
}

/** The card as the API takes it, once there are no errors. */
export function cardOf(fields: CardFields): CardPayment['card'] | undefined {
  const expiry = readExpiry(fields.expiry)
  if (expiry === undefined) return undefined
  const holderName = fields.holder.trim()
  return {
    number: digitsOf(fields.number),
    expMonth: expiry.month,
    expYear: expiry.year,
    cvc: fields.cvc,
    ...(holderName === '' ? {} : { holderName }),
  }
}
