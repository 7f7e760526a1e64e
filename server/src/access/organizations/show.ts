import type { OrganizationProfile } from '../profile.ts'

type Shown = {
  readonly profile: OrganizationProfile
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

/** What every organization shows of itself, whatever it is. */
export function showProfile({ profile, createdAt, updatedAt }: Shown) {
  const { name, email, phone, address } = profile
  return {
    name,
    email,
    phone,
    address,
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}

export type Terms = { readonly fee_percent: string; readonly fee_fixed: unknown }

/** The platform's fee, its percentage without the zeros that fill the column. */
export function showTerms({ fee_percent, fee_fixed }: Terms) {
  return {
    percent: fee_percent.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''),
    fixed: fee_fixed as Record<string, string>,
  }
}
