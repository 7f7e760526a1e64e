import type { PortalPermission } from '@tallystick/contract/permissions.ts'

export type CustomersMay = {
  readonly topUp: boolean
  readonly managePaymentMethods: boolean
  readonly editBillingDetails: boolean
  readonly cancel: boolean
  readonly changePlan: boolean
}

/** The permission of links that each switch stands for. */
const permissionFor: Readonly<Record<keyof CustomersMay, PortalPermission>> = {
  topUp: 'portal:topup',
  managePaymentMethods: 'portal:methods',
  editBillingDetails: 'portal:details',
  cancel: 'portal:cancel',
  changePlan: 'portal:plan',
}

export function permissionsOf(customersMay: CustomersMay): readonly PortalPermission[] {
  const entries = Object.entries(permissionFor) as [keyof CustomersMay, PortalPermission][]
  return entries.flatMap(([what, permission]) => (customersMay[what] ? [permission] : []))
}

export function customersMayBy(permissions: readonly string[]): CustomersMay {
  const has = (what: keyof CustomersMay) => permissions.includes(permissionFor[what])
  return {
    topUp: has('topUp'),
    managePaymentMethods: has('managePaymentMethods'),
    editBillingDetails: has('editBillingDetails'),
    cancel: has('cancel'),
    changePlan: has('changePlan'),
  }
}
