import type { Ctx } from '../platform/ctx.ts'
import { externalIdIndex, findReported, type Reported } from './reported-store.ts'

export type { Reported } from './reported-store.ts'

/** Customers that reports name, each found by its id or by its external id, with the time that it lives by. */
export type ReportedCustomers = {
  readonly byId: ReadonlyMap<string, Reported>
  readonly byExternalId: ReadonlyMap<string, Reported>
}

export async function reportedCustomers(
  ctx: Ctx,
  named: { readonly ids: readonly string[]; readonly externalIds: readonly string[] },
): Promise<ReportedCustomers> {
  const indexes = named.externalIds.map((externalId) => externalIdIndex(ctx, externalId))
  const found = await findReported(ctx, named.ids, indexes)
  const byIndex = new Map(found.map((one) => [one.externalIndex, one]))
  const byExternalId = named.externalIds.flatMap((externalId, at) => {
    const one = byIndex.get(indexes[at]?.toString('hex'))
    return one ? [[externalId, one] as const] : []
  })
  return {
    byId: new Map(found.map((one) => [one.customerId, one])),
    byExternalId: new Map(byExternalId),
  }
}

/** By what an external id is found again, without the id itself being there to read. */
export const externalIdIndexOf = externalIdIndex
