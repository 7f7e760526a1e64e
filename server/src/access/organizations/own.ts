import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/problem.ts'

/** Whoever is not a member learns nothing: another organization is answered as one that never existed. */
export function assertOwn({ organizationId }: Ctx, named: string | undefined): void {
  if (named !== undefined && named !== organizationId) throw notFound()
}
