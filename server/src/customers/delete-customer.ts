import type { Ctx } from '../platform/ctx.ts'
import { notFound, Problem } from '../platform/problem.ts'
import { deleteCustomer, lockCustomer } from './store.ts'

/** Open business of one kind that keeps a customer from being deleted. */
export type Blocker = {
  readonly type: 'subscriptions' | 'invoices' | 'disputes' | 'entitlements'
  readonly count: number
  readonly items: readonly { readonly id?: string; readonly status?: string }[]
}

/** What deletion asks of slices that come later. */
export type CustomerNeighbours = {
  readonly blockers: readonly ((ctx: Ctx, customerId: string) => Promise<readonly Blocker[]>)[]
  /** Closes the pages where the customer could still pay something in. */
  readonly close: (ctx: Ctx, customerId: string) => Promise<void>
  /** What the customer still has with the merchant, in major units; currencies without money are left out. */
  readonly funds: (
    ctx: Ctx,
    customerId: string,
  ) => Promise<readonly { readonly currency: string; readonly amount: string }[]>
}

/** Ends the relation, when nothing is open and no money is left in it. */
export async function removeCustomer(
  ctx: Ctx,
  id: string,
  neighbours: CustomerNeighbours,
): Promise<void> {
  const customer = await lockCustomer(ctx, id)
  if (!customer) throw notFound()

  const blockers: Blocker[] = []
  for (const blockersOf of neighbours.blockers) blockers.push(...(await blockersOf(ctx, id)))
  const open = blockers.filter(({ count }) => count > 0)
  if (open.length > 0) {
    const what = open.map(({ type }) => type).join(', ')
    throw new Problem('CUSTOMER_IN_USE', `The customer still has open ${what}.`, {
      details: { blockers: open },
    })
  }
  await neighbours.close(ctx, id)
  const funds = await neighbours.funds(ctx, id)
  if (funds.length > 0) {
    throw new Problem('CUSTOMER_HAS_FUNDS', 'Give the customer its funds back first.', {
      details: { blockers: [], funds },
    })
  }

  await deleteCustomer(ctx, id)
}
