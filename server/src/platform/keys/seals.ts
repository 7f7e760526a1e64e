import { createHmac } from 'node:crypto'
import { assert } from '@tallystick/core/assert.ts'
import { decrypt, encrypt } from './root-key.ts'

/** Where a sealed value stands. A ciphertext that is moved to any other place does not open. */
export type Place = { readonly table: string; readonly column: string; readonly row: string }

/** Seals and opens the values of one owner (an organization or a user), and makes its blind indexes. */
export type Seals = {
  readonly ownerId: string
  readonly seal: (place: Place, value: unknown) => Buffer
  readonly open: <T>(place: Place, sealed: Buffer) => T
  readonly sealBytes: (place: Place, bytes: Buffer) => Buffer
  readonly openBytes: (place: Place, sealed: Buffer) => Buffer
  /** HMAC-SHA-256 under a key of this owner and column: equal values, equal index, and nothing else to see. */
  readonly index: (table: string, column: string, value: string) => Buffer
}

export type DataKeys = {
  readonly seal: ReadonlyMap<number, Buffer>
  readonly index: Buffer
}

export function sealsOf(ownerId: string, keys: DataKeys): Seals {
  const current = Math.max(...keys.seal.keys())
  const bound = (place: Place, version: number) =>
    `${ownerId}|${place.table}|${place.column}|${place.row}|${version}`

  const sealBytes = (place: Place, bytes: Buffer) => {
    const version = Buffer.alloc(2)
    version.writeUInt16BE(current)
    return Buffer.concat([version, encrypt(keyOf(keys, current), bytes, bound(place, current))])
  }
  const openBytes = (place: Place, sealed: Buffer) => {
    const version = sealed.readUInt16BE(0)
    return decrypt(keyOf(keys, version), sealed.subarray(2), bound(place, version))
  }
  return {
    ownerId,
    sealBytes,
    openBytes,
    seal: (place, value) => sealBytes(place, Buffer.from(JSON.stringify(value))),
    open: (place, sealed) => JSON.parse(openBytes(place, sealed).toString()),
    index: (table, column, value) =>
      createHmac('sha256', keys.index).update(`${table}|${column}|${value}`).digest(),
  }
}

function keyOf(keys: DataKeys, version: number): Buffer {
  const key = keys.seal.get(version)
  assert(key, `there is no data key of version ${version}`)
  return key
}
