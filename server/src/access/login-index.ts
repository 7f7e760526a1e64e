import { createHmac } from 'node:crypto'
import { normalizeEmail } from '@tallystick/core/customers/tax-address.ts'

/** Finds a login by its e-mail address without storing the address: HMAC under a key of the installation. */
export function loginIndex(key: Buffer, email: string): Buffer {
  return createHmac('sha256', key).update(normalizeEmail(email)).digest()
}

/** Finds a merchant by its whole name, in any case. No address contains a zero byte, so the two never meet. */
export function nameIndex(key: Buffer, name: string): Buffer {
  return createHmac('sha256', key).update(`name\0${name.trim().toLowerCase()}`).digest()
}
