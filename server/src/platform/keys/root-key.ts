import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { Refusal } from '../refusal.ts'

/** Wraps and unwraps the keys in the key store. Built in: a file; other holders of root keys fit the same port. */
export type RootKey = {
  readonly wrap: (key: Buffer, owner: string) => Promise<Buffer>
  readonly unwrap: (wrapped: Buffer, owner: string) => Promise<Buffer>
}

/** The root key in a file of 64 hex digits that only its owner may read. Made when `mayCreate` and it is not there. */
export function fileRootKey(path: string, mayCreate: boolean): RootKey {
  if (!existsSync(path)) {
    if (!mayCreate) {
      throw new Refusal(
        `The root key ${path} is missing, but the key store holds keys that only it can open. Put it back.`,
      )
    }
    writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  }
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Refusal(`The root key ${path} can be read by others. Run: chmod 600 ${path}`)
  }
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Refusal(`The root key ${path} is not 64 hexadecimal digits.`)
  }
  const key = Buffer.from(text, 'hex')
  return {
    wrap: async (plain, owner) => encrypt(key, plain, owner),
    unwrap: async (wrapped, owner) => decrypt(key, wrapped, owner),
  }
}

/** AES-256-GCM: nonce (12), ciphertext, tag (16). `bound` is authenticated with it and must be the same to decrypt. */
export function encrypt(key: Buffer, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export function decrypt(key: Buffer, sealed: Buffer, bound: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(sealed.length - 16))
  return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()])
}
