import { type ReportedCustomers, reportedCustomers } from '../customers/reported-customers.ts'
import type { Ctx } from '../platform/ctx.ts'
import { uuidv7 } from '../platform/ids.ts'
import { holdLinks, insertExternalSubjects } from './external-subject-store.ts'

/** Who bears each external id: a customer, or what stands for it until there is one. */
type Bound = {
  readonly customers: ReportedCustomers
  readonly externalSubjects: ReadonlyMap<string, string>
}

/**
 * Gives external ids that nobody has something to be counted under. Who links them to a customer waits for this
 * transaction, and whom we have waited for, we see: so none is missed.
 */
export async function bindExternalSubjects(
  ctx: Ctx,
  externalIds: readonly string[],
  customers: ReportedCustomers,
): Promise<Bound> {
  const unknown = externalIds.filter((externalId) => !customers.byExternalId.has(externalId))
  if (unknown.length === 0) return { customers, externalSubjects: new Map() }
  await holdLinks(ctx)
  const late = await reportedCustomers(ctx, { ids: [], externalIds: unknown })
  const nobodys = unknown.filter((externalId) => !late.byExternalId.has(externalId))
  const rows = nobodys.map((externalId) => ({ externalId, subjectId: uuidv7() }))
  return {
    customers: {
      byId: customers.byId,
      byExternalId: new Map([...customers.byExternalId, ...late.byExternalId]),
    },
    externalSubjects: await insertExternalSubjects(ctx, rows),
  }
}
