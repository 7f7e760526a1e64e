import { autoTopupRoutes } from './auto-topups/routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import type { Collecting } from './collecting.ts'
import { fundsRoutes } from './funds-routes.ts'
import { paymentMethodRoutes } from './methods/routes.ts'
import { oneOffRoutes } from './one-off/routes.ts'
import { paymentSessionRoutes } from './sessions/routes.ts'

export function paymentRoutes(collecting: Collecting) {
  return [
    ...fundsRoutes,
    ...autoTopupRoutes,
    ...oneOffRoutes,
    ...paymentMethodRoutes,
    ...paymentSessionRoutes,
    ...checkoutRoutes(collecting),
  ]
}
