import type { accounts } from '@tallystick/contract/accounts.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import { minorDigits, nanosToText } from '@tallystick/core/money/money.ts'
import { findCurrencies } from '../../access/lookups.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { openPaymentSession } from '../open-payment-session.ts'
import { readCurrency, readExpiry, readPayable } from '../read-amount.ts'
import { insertTopup, type Topup } from './store.ts'

type Request = Input<(typeof accounts)['createTopup']>['body']

/** Lets a customer add funds, on a page of its own. */
export async function createTopup(ctx: Ctx, customerId: string, request: Request): Promise<Topup> {
  const currency = readCurrency(request.currency)
  const sold = await findCurrencies(ctx)
  if (!sold.includes(currency)) {
    const message = `must be a currency that the merchant sells in: ${sold.join(', ')}`
    throw invalid({ field: 'currency', message, code: 'invalid_value' })
  }
  const nanos = readPayable(request.amount, currency)
  const expiresAt = readExpiry(ctx.now, request.expiresIn)
  if (await isCustomerDeleted(ctx, customerId)) throw notFound()

  const id = newId('topup')
  const amount = { nanos, currency }
  const topup: Topup = { id, customerId, amount, status: 'pending', createdAt: ctx.now }
  await insertTopup(ctx, topup)
  await openPaymentSession(ctx, {
    entityType: 'topup',
    entityId: id,
    customerId,
    amount,
    funds: nanos,
    breakdown: [{ label: 'Balance', amount: nanosToText(nanos, minorDigits(currency)) }],
    expiresAt,
    redirectUrls: {
      onSuccess: request.successRedirectUrl,
      onFailure: request.failureRedirectUrl,
    },
    saveMethod: 'offered',
    mode: 'payment',
  })
  return topup
}
