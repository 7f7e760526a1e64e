import type { Address, AddressInput } from '@tallystick/contract/schemas.ts'
import type { Static } from 'typebox'
import { addressOf } from '../access/profile.ts'
import type { FieldError } from '../platform/problem.ts'

/** Who a customer is, as the merchant entered it. */
export type Profile = {
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly address: Static<typeof Address>
}

export type ProfileInput = {
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly address: Static<typeof AddressInput>
}

/** The profile in the form in which it is kept; what is wrong with it is added to the errors, by the field it is sent in. */
export function readProfile(
  { name, email, phone, address }: ProfileInput,
  errors: FieldError[],
  within = 'consumer.',
): Profile {
  const { country, zipCode, ...rest } = addressOf(address)
  if (country !== undefined && !/^[a-z]{2}$/i.test(country)) {
    const message = 'must be an ISO 3166-1 alpha-2 code'
    errors.push({ field: `${within}address.country`, message, code: 'invalid_format' })
  }
  return {
    name,
    email: email.trim(),
    phone,
    address: {
      ...plain(rest),
      ...(country !== undefined && { country: country.toUpperCase() }),
      ...(zipCode !== undefined && { zipCode: normalizedZip(zipCode) }),
    },
  }
}

/** Of what a client sent, the parts that an address has. */
function plain({ line1, line2, city, state }: Static<typeof Address>): Static<typeof Address> {
  return {
    ...(line1 !== undefined && { line1 }),
    ...(line2 !== undefined && { line2 }),
    ...(city !== undefined && { city }),
    ...(state !== undefined && { state }),
  }
}

const normalizedZip = (zipCode: string) => zipCode.trim().replace(/\s+/g, ' ').toUpperCase()
