import type { Price } from '../api/portal.ts'
import { formatMoney, formatPercent } from '../format/decimal.ts'
import { texts } from '../texts/texts.ts'

const words = texts.portal.plan

type Terms = Pick<Price, 'properties' | 'unit'>

/** A price as a customer reads it: "0.0000025 USD per token". */
export function priceText({ properties, unit }: Terms, currency: string): string {
  const money = (amount: string) => formatMoney(amount, currency)
  const per = (amount: string) => (unit === undefined ? amount : words.per(amount, unit))
  if ('unitPrice' in properties) return per(money(properties.unitPrice))
  if ('minPrice' in properties) {
    return per(words.between(money(properties.minPrice), money(properties.maxPrice)))
  }
  if ('parameters' in properties) {
    const { min, max } = properties.parameters
    return words.byVolume(per(words.between(money(min), money(max))))
  }
  const { percentage, minCharge, maxCharge } = properties
  return words.share(formatPercent(percentage), money(minCharge), money(maxCharge))
}
