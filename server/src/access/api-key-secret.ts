import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * `sk_test_` or `sk_live_`, the key's id (32 hex digits), a secret (48) and a checksum (8): junk is known as junk before
 * any query. Only the hash of the whole is stored.
 */
export type ApiKeySecret = {
  readonly text: string
  readonly hash: Buffer
  readonly lastFour: string
}

const shape = /^sk_(test|live)_([0-9a-f]{32})([0-9a-f]{48})([0-9a-f]{8})$/

export function makeApiKey(apiKeyId: string, mode: 'sandbox' | 'live'): ApiKeySecret {
  const body = `sk_${mode === 'live' ? 'live' : 'test'}_${suffix(apiKeyId)}${randomBytes(24).toString('hex')}`
  const text = body + checksum(body)
  return { text, hash: hashSecret(text), lastFour: text.slice(-4) }
}

/** The id and hash to look up; undefined for what cannot be a key of this installation. */
export function readApiKey(text: string, mode: 'sandbox' | 'live') {
  const match = shape.exec(text)
  if (!match || match[4] !== checksum(text.slice(0, -8))) return undefined
  if ((match[1] === 'live') !== (mode === 'live')) return undefined
  return { apiKeyId: `key_${match[2]}`, hash: hashSecret(text) }
}

/** Secrets of 128 bits and more need no salt and no slow hash. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** A secret of 256 bits, in hexadecimal digits. */
export function makeSecret(): string {
  return randomBytes(32).toString('hex')
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0')
}

function suffix(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}
