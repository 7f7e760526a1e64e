import type { Input } from '@tallystick/contract/endpoint.ts'
import type { pricePreview } from '@tallystick/contract/price-preview.ts'
import { assert } from '@tallystick/core/assert.ts'
import { type Decimal, decimal, decimalZero } from '@tallystick/core/money/decimal.ts'
import {
  type Currency,
  isCurrency,
  moneyToText,
  nanosToText,
  roundDiv,
} from '@tallystick/core/money/money.ts'
import { type PricePart, partsOf } from '@tallystick/core/pricing/parts.ts'
import { priceQuantity } from '@tallystick/core/pricing/price.ts'
import { lineAmount, type Pricing } from '@tallystick/core/pricing/pricing.ts'
import { pricingOf } from '@tallystick/core/subscribing/terms.ts'
import { findCurrencies } from '../../access/lookups.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import { type PriceTerms, termsOf } from './price-terms.ts'
import { findPrice } from './store.ts'

type Wanted = Input<typeof pricePreview.previewPrice>['body']

export type QuantityPreview = {
  readonly quantity: Decimal
  /** Rounded as it would be billed, in major units. */
  readonly amount: string
  readonly parts: readonly PricePart[]
}

export type PricePreview = {
  readonly currency: Currency
  readonly quantities: readonly QuantityPreview[]
}

/** What quantities would cost, by the very arithmetic that bills them. Nothing is written. */
export async function previewPrice(ctx: Ctx, wanted: Wanted): Promise<PricePreview> {
  const currency = wanted.currency ?? (await findCurrencies(ctx))[0] ?? ''
  if (!isCurrency(currency)) throw wrong('currency', 'must be a currency of ISO 4217')
  const terms = await termsWanted(ctx, wanted)
  const eventPrice = wanted.eventPrice === undefined ? undefined : decimal(wanted.eventPrice)
  const price = asBilled(pricingOf(terms), eventPrice)
  const quantities = wanted.quantities.map((text) => {
    const quantity = decimal(text)
    assert(quantity !== undefined, 'the contract lets only decimals through')
    return previewOf(price, quantity, { currency, isInstant: terms.paymentTerm === 'instant' })
  })
  return { currency, quantities }
}

async function termsWanted(ctx: Ctx, { priceId, price }: Wanted): Promise<PriceTerms> {
  if ((priceId === undefined) === (price === undefined)) {
    throw wrong('priceId', 'this or price is needed, and not both')
  }
  if (priceId !== undefined) {
    const known = await findPrice(ctx, priceId)
    if (!known) throw notFound()
    return known
  }
  return termsOf({ ...inline, ...figures(price ?? {}) }, 'price.')
}

/** A price that is not there yet is taken for one of usage, which may have any figures. */
const inline = {
  billableMetricId: 'bm_0',
  feeId: undefined,
  billingCadence: undefined,
  invoiceDisplayName: '',
  quantity: 1,
  grantDiscountEnabled: false,
} as const

const figures = ({ model = 'standard', properties, pricing }: NonNullable<Wanted['price']>) => ({
  model,
  properties,
  pricing,
  paymentTerm: model === 'dynamic' ? ('instant' as const) : ('in_arrears' as const),
})

/** What events name stands in for a unit price, where a price leaves it to them. */
function asBilled(pricing: Pricing, eventPrice: Decimal | undefined): Pricing {
  if (pricing.model !== 'dynamic') return pricing
  const usage = { quantity: decimalZero, consumedBefore: decimalZero, suppliedPrice: eventPrice }
  const priced = priceQuantity(pricing, usage)
  if (eventPrice === undefined) throw wrong('eventPrice', 'is required: the events name the price')
  if ('refused' in priced) throw wrong('eventPrice', 'lies outside what the price allows')
  return { model: 'standard', unitPrice: eventPrice }
}

type How = { readonly currency: Currency; readonly isInstant: boolean }

function previewOf(
  pricing: Pricing,
  quantity: Decimal,
  { currency, isInstant }: How,
): QuantityPreview {
  const parts = partsOf(pricing, quantity)
  const exact = parts.reduce((sum, part) => sum + part.exact, 0n)
  const amount = isInstant
    ? nanosToText(roundDiv(exact, exactPerNano))
    : moneyToText({ nanos: lineAmount(exact, currency), currency })
  return { quantity, amount, parts }
}

/** Instant prices are charged event by event, to the nano. */
const exactPerNano = 10n ** 21n

const wrong = (field: string, message: string) => invalid({ field, message, code: 'invalid_value' })
