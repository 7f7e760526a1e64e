import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { PaymentMethod } from '@tallystick/contract/payment-methods.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../../platform/ctx.ts'
import { listMethods, type StoredMethod } from './store.ts'

export type ShownMethod = Sent<Static<typeof PaymentMethod>>

/** What a customer can be charged with, the default first. */
export async function methodsOf(ctx: Ctx, customerId: string): Promise<readonly ShownMethod[]> {
  const methods = await listMethods(ctx, customerId)
  return methods.map((method, at) => showMethod(method, at === 0))
}

export function showMethod(method: StoredMethod, isDefault: boolean): ShownMethod {
  const { id, type, brand, last4, expMonth, expYear, unusableCode, createdAt } = method
  return {
    object: 'paymentMethod',
    id,
    type,
    brand,
    last4,
    expMonth,
    expYear,
    isDefault,
    unusableCode,
    createdAt: createdAt.toString(),
  }
}
