import type { accounts } from '@tallystick/contract/accounts.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import { readSoldCurrency } from '../../access/currencies.ts'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { FieldError } from '../../platform/problem.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { readPageExpiry, readPayable } from '../read-request.ts'
import { openTopup } from './open-topup.ts'
import type { Topup } from './store.ts'

type Request = Input<(typeof accounts)['createTopup']>['body']

/** Lets a customer add funds, on a page of its own. */
export async function createTopup(
  realCtx: Ctx,
  customerId: string,
  request: Request,
): Promise<Topup> {
  const ctx = await atTimeOf(realCtx, customerId)
  const errors: FieldError[] = []
  const currency = await readSoldCurrency(ctx, request.currency, errors)
  if (!currency) throw invalid(...errors)
  const nanos = readPayable(request.amount, currency)
  const expiresAt = readPageExpiry(ctx.now, request.expiresIn)
  if (await isCustomerDeleted(ctx, customerId, { held: true })) throw notFound()

  const { topup } = await openTopup(ctx, {
    customerId,
    amount: { nanos, currency },
    origin: 'page',
    expiresAt,
    redirectUrls: {
      onSuccess: request.successRedirectUrl,
      onFailure: request.failureRedirectUrl,
    },
  })
  return topup
}
