import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'
import { getOrganization, lockOrganization } from './store.ts'

/** Who sells nothing has no settings of a seller. */
export async function assertMerchant(ctx: Ctx): Promise<void> {
  const { kinds } = await getOrganization(ctx)
  if (!kinds.merchant) throw notFound()
}

/** Where a merchant is reached. The platform and consumers are none. */
export async function merchantEmail(ctx: Ctx): Promise<string> {
  const { kinds, profile } = await getOrganization(ctx)
  if (!kinds.merchant) throw notFound()
  return profile.email
}

/** Since when there is this organization. */
export async function foundedAt(ctx: Ctx): Promise<Temporal.Instant> {
  return (await getOrganization(ctx)).createdAt
}

/** As `assertMerchant`, and held until the end, so that two changes of different fields both stay. */
export async function holdMerchant(ctx: Ctx): Promise<void> {
  const { kinds } = await lockOrganization(ctx)
  if (!kinds.merchant) throw notFound()
}
