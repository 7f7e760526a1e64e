import { createHash } from 'node:crypto'
import { formatId } from '@tallystick/core/ids.ts'

/**
 * The id of a line follows from its subscription and what it is for (a UUIDv8, RFC 9562), so a pending line has the id
 * that it will have when it is invoiced.
 */
export function lineIdOf(subscriptionId: string, key: string): string {
  const bytes = createHash('sha256').update(`${subscriptionId}/${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return formatId('invoiceLine', bytes.toString('hex'))
}
