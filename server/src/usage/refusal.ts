import { decimal } from '@tallystick/core/money/decimal.ts'
import type { UsageRefusal } from '@tallystick/core/usage/charge.ts'
import { invalid, Problem } from '../platform/problem.ts'
import type { Ready } from './price.ts'

/** Why an event that could be priced was not charged. */
export function refusalOf(refused: UsageRefusal, ready: Ready): Problem {
  switch (refused) {
    case 'INSUFFICIENT_FUNDS':
      return new Problem('INSUFFICIENT_FUNDS', 'The customer’s funds do not cover this event.')
    case 'TOO_EXPENSIVE': {
      const message = 'cost more than one event may: 9007199 units of the currency'
      return invalid({ field: 'properties', message, code: 'out_of_range' })
    }
    case 'PRICE_REQUIRED':
      return invalid({
        field: `properties.${wrongPrice(ready)}.price`,
        message: 'is required: the metric has a dynamic price',
        code: 'required',
      })
    case 'PRICE_OUT_OF_RANGE':
      return invalid({
        field: `properties.${wrongPrice(ready)}.price`,
        message: 'must lie within the bounds of the dynamic price',
        code: 'out_of_range',
      })
  }
}

/** The place of the first property whose price is missing or out of bounds. */
function wrongPrice({ arrival, terms }: Ready): number {
  return arrival.input.properties.findIndex(({ billableMetricId, price }) => {
    const spec = terms.prices.get(billableMetricId)?.spec
    if (spec?.model !== 'dynamic') return false
    const supplied = price === undefined ? undefined : decimal(price)
    return supplied === undefined || supplied < spec.minPrice || supplied > spec.maxPrice
  })
}
