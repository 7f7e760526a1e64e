import { autoTopUps } from '@tallystick/contract/auto-topups.ts'
import { readSoldCurrency } from '../../access/currencies.ts'
import { isCustomerDeleted } from '../../customers/is-deleted.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { routes } from '../../platform/http/bind.ts'
import { type FieldError, invalid, notFound } from '../../platform/problem.ts'
import { setAutoTopup } from './set-auto-topup.ts'
import { showAutoTopup } from './show-auto-topup.ts'
import { switchOffAutoTopup } from './switch-off-auto-topup.ts'

export const autoTopupRoutes = routes(autoTopUps, {
  async getAutoTopUp(ctx, { params: { id } }) {
    await assertThere(ctx, id)
    return showAutoTopup(ctx, id)
  },

  async setAutoTopUp(ctx, { params: { id }, body }) {
    const errors: FieldError[] = []
    const currency = await readSoldCurrency(ctx, body.currency, errors)
    if (!currency) throw invalid(...errors)
    await setAutoTopup(ctx, id, { ...body, currency })
    return showAutoTopup(ctx, id)
  },

  async deleteAutoTopUp(ctx, { params: { id } }) {
    await assertThere(ctx, id)
    await switchOffAutoTopup(ctx, id)
    return undefined
  },
})

async function assertThere(ctx: Ctx, customerId: string): Promise<void> {
  if (await isCustomerDeleted(ctx, customerId)) throw notFound()
}
