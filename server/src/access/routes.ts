import type { Route } from '../platform/http/bind.ts'
import { apiKeyRoutes } from './api-keys/routes.ts'
import { billingSettingsRoutes } from './billing-settings/routes.ts'
import { consumerRoutes } from './consumers/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import type { EndLinks } from './members/change-member.ts'
import { memberRoutes } from './members/routes.ts'
import { merchantRoutes } from './merchants/routes.ts'
import type { SigningUp } from './open-signup.ts'
import { organizationRoutes } from './organizations/routes.ts'
import { roleRoutes } from './roles/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { userRoutes } from './users/routes.ts'

type Access = SigningUp & { readonly endLinks: EndLinks }

/** Who acts, for whom, and what they may do. */
export function accessRoutes({ endLinks, ...signingUp }: Access): Route[] {
  const { indexKey } = signingUp
  return [
    ...sessionRoutes(indexKey),
    ...userRoutes,
    ...organizationRoutes(indexKey),
    ...billingSettingsRoutes,
    ...merchantRoutes(signingUp),
    ...consumerRoutes(signingUp),
    ...memberRoutes(endLinks),
    ...invitationRoutes(indexKey),
    ...roleRoutes,
    ...apiKeyRoutes,
  ]
}
