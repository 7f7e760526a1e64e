import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../platform/ctx.ts'
import { decimalOf, moneyOf } from '../platform/db/amounts.ts'
import type { Page } from '../platform/db/page.ts'
import { listPage } from '../platform/http/list.ts'
import { listMovements, type Movement } from './charges-store.ts'
import { getHolder } from './holder-store.ts'

/** What moved the customer's money, newest first. */
export async function listCharges(ctx: Ctx, page: Page) {
  const holder = await getHolder(ctx)
  return listPage(await listMovements(ctx, holder, page), page, show)
}

const descriptions: Record<Movement['cause'], (movement: Movement) => string> = {
  metric: ({ name, unit, quantity }) => `${name}: ${shortened(quantity)} ${unit}`,
  tax: () => 'Tax on usage',
  refund: ({ quantity }) => `Usage refunded (events: ${quantity})`,
  prefund: () => 'Balance paid in at the start',
  fees: () => 'Fees paid at the start',
  invoice: ({ name }) => `Invoice ${name}`,
  credit: ({ name }) => `Given back: ${name}`,
  topup: () => 'Balance topped up',
  return: () => 'Unused balance returned',
  payment: () => 'Payment',
}

function show(movement: Movement) {
  const { id, kind, cause, currency, at } = movement
  return {
    id,
    kind,
    cause,
    description: descriptions[cause](movement),
    ...((cause === 'invoice' || cause === 'credit') && { number: movement.name ?? '' }),
    ...(cause === 'metric' && { usage: usageOf(movement) }),
    amount: moneyToText(moneyOf(movement)),
    currency,
    at: at.toString(),
  }
}

function usageOf({ name, unit, quantity }: Movement) {
  return { name: name ?? '', unit: unit ?? '', quantity: shortened(quantity) }
}

function shortened(quantity: string | null): string {
  return formatDecimal(decimalOf(quantity ?? '0'))
}
