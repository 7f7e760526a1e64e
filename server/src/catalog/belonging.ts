import type { Ctx } from '../platform/ctx.ts'
import { type FieldError, invalid } from '../platform/problem.ts'
import { findProduct } from './products/store.ts'

/**
 * The product that a new metric or fee shall belong to. A 400 when it is not named or not the merchant's, together with
 * what else was found wrong earlier.
 */
export async function productOf(
  ctx: Ctx,
  { productId, itemId }: { readonly productId?: string; readonly itemId?: string },
  earlier: readonly FieldError[] = [],
): Promise<string> {
  const errors = [...earlier]
  if (itemId !== undefined) errors.push(notThere('itemId'))
  if (productId === undefined) {
    if (itemId === undefined) {
      errors.push({ field: 'productId', message: 'is required', code: 'required' })
    }
  } else if (!(await findProduct(ctx, productId))) errors.push(notThere('productId'))
  if (errors.length > 0) throw invalid(...errors)
  return productId ?? ''
}

/** What is named does not exist, or is somebody else's: the two are not told apart. */
export const notThere = (field: string): FieldError => ({
  field,
  message: 'does not exist',
  code: 'invalid_reference',
})
