import { subscriptionPreview } from '@tallystick/contract/subscription-preview.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import { routes } from '../../platform/http/bind.ts'
import { showExpected } from '../show-expected.ts'
import { previewSubscription } from './preview-subscription.ts'

export const subscriptionPreviewRoutes = routes(subscriptionPreview, {
  async previewSubscription(ctx, { body }) {
    const { startedAt, dues, firstInvoice } = await previewSubscription(ctx, body)
    const { currency, firstPeriod, invoice, prefund } = dues
    const text = (nanos: bigint) => moneyToText({ nanos, currency })
    return {
      object: 'subscriptionPreview' as const,
      planId: body.planId,
      startedAt: startedAt.toString(),
      periodStart: firstPeriod.start.toString(),
      periodEnd: firstPeriod.end.toString(),
      dueAtStart: {
        ...showExpected(currency, invoice),
        prefund: text(prefund),
        amount: text(prefund + (invoice?.totals.grandTotal ?? 0n)),
      },
      firstInvoice: {
        issuedAt: firstInvoice.issuedAt.toString(),
        ...showExpected(currency, firstInvoice),
      },
    }
  },
})
