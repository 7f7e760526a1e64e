import { pricePreview } from '@tallystick/contract/price-preview.ts'
import { formatDecimal } from '@tallystick/core/money/decimal.ts'
import { exactText, type PricePart } from '@tallystick/core/pricing/parts.ts'
import { routes } from '../../platform/http/bind.ts'
import { previewPrice, type QuantityPreview } from './preview-price.ts'

export const pricePreviewRoutes = routes(pricePreview, {
  async previewPrice(ctx, { body }) {
    const { currency, quantities } = await previewPrice(ctx, body)
    return {
      object: 'pricePreview' as const,
      priceId: body.priceId,
      currency,
      data: quantities.map(showQuantity),
    }
  },
})

function showQuantity({ quantity, amount, parts }: QuantityPreview) {
  return {
    quantity: formatDecimal(quantity),
    amount,
    exactAmount: exactText(parts.reduce((sum, { exact }) => sum + exact, 0n)),
    parts: parts.map(showPart),
  }
}

function showPart({ kind, tier, quantity, unitPrice, exact }: PricePart) {
  return {
    kind,
    tier,
    quantity: formatDecimal(quantity),
    unitPrice: unitPrice === undefined ? undefined : formatDecimal(unitPrice),
    amount: exactText(exact),
  }
}
