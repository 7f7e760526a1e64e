import type { Address, AddressInput } from '@tallystick/contract/schemas.ts'
import type { Static } from 'typebox'

/** Sealed under the organization's own key. */
export type OrganizationProfile = {
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly address?: Static<typeof Address> | undefined
}

/** Sealed under the user's own key. */
export type UserProfile = {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly phone?: string | undefined
  readonly address?: Static<typeof Address> | undefined
  readonly dateOfBirth?: string | undefined
  readonly type?: 'COMPANY' | 'INDIVIDUAL' | undefined
}

export const profilePlace = (organizationId: string) =>
  ({ table: 'organizations', column: 'profile', row: organizationId }) as const

export const userPlace = (userId: string, column: 'email' | 'profile') =>
  ({ table: 'users', column, row: userId }) as const

/** `postalCode` is another name for `zipCode`. */
export function addressOf({
  postalCode,
  ...address
}: Static<typeof AddressInput>): Static<typeof Address> {
  const zipCode = address.zipCode ?? postalCode
  return { ...address, ...(zipCode !== undefined && { zipCode }) }
}

type ProfileInput = {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly address?: Static<typeof AddressInput>
}

/** The profile with what the request names; the rest stays as it was. */
export function changedProfile<P extends Partial<OrganizationProfile>>(
  profile: P,
  { name, email, phone, address }: ProfileInput,
): P {
  return {
    ...profile,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(address !== undefined && { address: addressOf(address) }),
  }
}
