import type { Price } from '../../api/portal.ts'
import { formatDecimal, formatMoney, formatPercent } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'

type Terms = Pick<Price, 'properties' | 'pricing' | 'unit'>

/** A price as a customer reads it: "0.0000025 USD per token". */
export function priceText({ properties, pricing, unit }: Terms, currency: string): string {
  const words = texts.portal.plan
  const money = (amount: string) => formatMoney(amount, currency)
  const per = (amount: string) => (unit === undefined ? amount : words.per(amount, unit))
  if (pricing) return pricingText(pricing, { money, per, unit })
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

type Written = {
  readonly money: (amount: string) => string
  readonly per: (amount: string) => string
  readonly unit: string | undefined
}

function pricingText(
  pricing: NonNullable<Price['pricing']>,
  { money, per, unit }: Written,
): string {
  const words = texts.portal.plan
  if ('size' in pricing) {
    const { size, price, freeUnits = '0' } = pricing
    const packages = words.package(money(price), `${formatDecimal(size)} ${unit ?? ''}`.trim())
    return freeUnits === '0' ? packages : words.afterFree(packages, formatDecimal(freeUnits))
  }
  const tiers = pricing.tiers.map(({ upTo, unitPrice, flatFee = '0' }) => {
    const price = per(money(unitPrice))
    const amount = flatFee === '0' ? price : words.withFee(price, money(flatFee))
    if (pricing.tiers.length === 1) return amount
    return upTo === undefined ? words.beyond(amount) : words.upTo(amount, formatDecimal(upTo))
  })
  return words.tiers[pricing.model](tiers.join('; '))
}
