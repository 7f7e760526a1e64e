import { randomBytes } from 'node:crypto'
import { formatId, type Resource } from '@tallystick/core/ids.ts'

/** A new id: the prefix of the resource and a UUIDv7 (RFC 9562), so that ids sort by the time they were made. */
export function newId(resource: Resource): string {
  return formatId(resource, uuidv7())
}

export function uuidv7(): string {
  const bytes = random(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex')
}

let stock = Buffer.alloc(0)

/** Random bytes from a stock: asking the system for 16 at a time costs more than everything else about an id. */
function random(count: number): Buffer {
  if (stock.length < count) stock = randomBytes(4096)
  const taken = stock.subarray(0, count)
  stock = stock.subarray(count)
  return taken
}
