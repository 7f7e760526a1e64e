import type { Ctx } from '../../platform/ctx.ts'
import type { FieldError } from '../../platform/problem.ts'
import { misfits } from './fit.ts'
import { lockPrices } from './held-prices-store.ts'

type Holder = {
  /** Absent for a plan that is about to be made. */
  readonly id?: string
  readonly productId: string
  readonly billingVersion: number
}

/** Why a plan cannot hold these prices; empty when it can. What it takes up is held against change. */
export async function priceErrors(
  ctx: Ctx,
  plan: Holder,
  priceIds: readonly string[],
): Promise<FieldError[]> {
  const found = await lockPrices(ctx, priceIds, plan.id)
  const known = new Map(found.map((price) => [price.id, price]))
  const unknown = priceIds.filter((id) => !known.has(id))
  const twice = priceIds.filter((id, position) => priceIds.indexOf(id) !== position)
  // In the order of the plan, which the database does not keep for a set of ids.
  const inOrder = [...new Set(priceIds)].flatMap((id) => known.get(id) ?? [])
  return [
    ...unknown.map((id) => errorAt(`${id} does not exist`, 'invalid_reference')),
    ...twice.map((id) => errorAt(`${id} is named twice`, 'duplicate')),
    ...misfits(plan, inOrder).map(({ priceId, message }) =>
      errorAt(`${priceId} ${message}`, 'invalid_value'),
    ),
  ]
}

const errorAt = (message: string, code: string): FieldError => ({ field: 'prices', message, code })
