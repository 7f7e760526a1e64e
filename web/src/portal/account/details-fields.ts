import type { BillingDetails, DetailsChange } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'

export type DetailName =
  | 'name'
  | 'phone'
  | 'line1'
  | 'line2'
  | 'zipCode'
  | 'city'
  | 'state'
  | 'country'
  | 'taxId'

export type DetailsTyped = Readonly<Record<DetailName, string>>
export type DetailErrors = Partial<Record<DetailName, string>>

export function typedOf({ name, phone, taxId, address }: BillingDetails): DetailsTyped {
  const { line1 = '', line2 = '', zipCode = '', city = '', state = '', country = '' } = address
  const person = { name, phone: phone ?? '', taxId: taxId ?? '' }
  return { ...person, line1, line2, zipCode, city, state, country }
}

/** What stands in the way of saving, field by field, in words that say what to do. */
export function detailErrors(typed: DetailsTyped): DetailErrors {
  const words = texts.portal.account.errors
  const errors: DetailErrors = {}
  for (const name of ['name', 'line1', 'zipCode', 'city', 'country'] as const) {
    if (typed[name].trim() === '') errors[name] = words[name]
  }
  return errors
}

/** The fields that the server objects to, by the last part of their path: `address.city` is `city`. */
export function refusedFields(
  fields: readonly { readonly field: string }[],
  typed: DetailsTyped,
): DetailErrors {
  const words = texts.portal.account.errors
  const errors: DetailErrors = {}
  for (const { field } of fields) {
    const name = field.split(/[./]/).at(-1) ?? ''
    if (Object.hasOwn(typed, name)) errors[name as DetailName] = words.other
  }
  return errors
}

/** What is sent; an empty field that need not be there is removed. */
export function changesOf(typed: DetailsTyped): DetailsChange {
  const { name, phone, taxId, ...address } = typed
  const given = Object.entries(address).map(([key, text]) => [key, text.trim()] as const)
  return {
    name: name.trim(),
    phone: phone.trim() === '' ? null : phone.trim(),
    taxId: taxId.trim() === '' ? null : taxId.trim(),
    address: Object.fromEntries(given.filter(([, text]) => text !== '')),
  }
}
