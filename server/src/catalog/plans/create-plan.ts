import { decimalZero } from '@tallystick/core/money/decimal.ts'
import { readSoldCurrency } from '../../access/currencies.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { type FieldError, invalid } from '../../platform/problem.ts'
import { notThere } from '../belonging.ts'
import { findProduct } from '../products/store.ts'
import { setPricesOfPlan } from './held-prices-store.ts'
import { changedTerms, type TermsChange } from './plan-terms.ts'
import { priceErrors } from './price-errors.ts'
import { insertPlan, type PlanRow } from './store.ts'

export type PlanWanted = TermsChange & {
  readonly name: string
  readonly productId: string
  readonly currency: string
  readonly billingVersion: number
  readonly prices?: readonly string[]
}

/** Puts prices of one product together in one currency and cadence, to be subscribed to. */
export async function createPlan(ctx: Ctx, wanted: PlanWanted): Promise<PlanRow> {
  const { name, productId, billingVersion, prices = [] } = wanted
  const errors: FieldError[] = []
  const terms = changedTerms({ ...defaults, name }, wanted, { now: ctx.now, errors })
  const currency = await readSoldCurrency(ctx, wanted.currency, errors)
  if (!(await findProduct(ctx, productId))) errors.push(notThere('productId'))
  else errors.push(...(await priceErrors(ctx, { productId, billingVersion }, prices)))
  if (errors.length > 0 || !currency) throw invalid(...errors)

  const id = newId('plan')
  const plan = await insertPlan(ctx, id, { ...terms, productId, currency, billingVersion })
  await setPricesOfPlan(ctx, id, prices)
  return plan
}

const defaults = {
  billingCadence: 'P1M',
  billingAnchor: undefined,
  invoiceDisplayName: undefined,
  defaultTaxCode: 'eservice',
  defaultTaxPercent: decimalZero,
  taxBehavior: 'exclusive',
  renewalReminderEnabled: true,
  renewalReminderDays: 3,
  stablePriceIds: true,
  creditUnusedAdvance: false,
  autoApprove: undefined,
} as const
