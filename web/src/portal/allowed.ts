import type { PortalPermission } from '@tallystick/contract/permissions.ts'
import type { Portal } from './portal.ts'

/** Whether the holder of the link may do something, as the merchant allows it now. */
export function isAllowed({ overview }: Portal, permission: PortalPermission): boolean {
  return overview.permissions.includes(permission)
}
