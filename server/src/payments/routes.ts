import { paymentAccountRoutes } from './accounts/routes.ts'
import { autoTopupRoutes } from './auto-topups/routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import type { Collecting } from './collecting.ts'
import { fundsRoutes } from './funds-routes.ts'
import { paymentMethodRoutes } from './methods/routes.ts'
import { oneOffRoutes } from './one-off/routes.ts'
import { payoutRoutes } from './payouts/routes.ts'
import type { StripeReach } from './providers/stripe/reach.ts'
import { reconciliationRoutes } from './reconciliation/routes.ts'
import { paymentSessionRoutes } from './sessions/routes.ts'

export function paymentRoutes(collecting: Collecting, reach: StripeReach) {
  return [
    ...fundsRoutes,
    ...autoTopupRoutes,
    ...oneOffRoutes,
    ...paymentMethodRoutes,
    ...paymentSessionRoutes,
    ...paymentAccountRoutes(reach),
    ...payoutRoutes,
    ...reconciliationRoutes(reach.hasPlatform),
    ...checkoutRoutes(collecting),
  ]
}
