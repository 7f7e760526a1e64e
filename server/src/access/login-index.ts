import { createHmac } from 'node:crypto'
import { normalizeEmail } from '@tallystick/core/customers/tax-address.ts'

/** Finds a login by its e-mail address without storing the address: HMAC under a key of the installation. */
export function loginIndex(key: Buffer, email: string): Buffer {
  return createHmac('sha256', key).update(normalizeEmail(email)).digest()
}
