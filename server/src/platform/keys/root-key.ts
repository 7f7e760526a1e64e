import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { assert } from '@tallystick/core/assert.ts'
import { Refusal } from '../refusal.ts'
import { makeFile } from './durable-file.ts'

/** Wraps and unwraps the keys in the key store. Built in: a file; other holders of root keys fit the same port. */
export type RootKey = {
  readonly wrap: (key: Buffer, owner: string) => Promise<Buffer>
  readonly unwrap: (wrapped: Buffer, owner: string) => Promise<Buffer>
}

/** The root key in a file of 64 hex digits that only its owner may read. Made when `mayCreate` and it is not there. */
export async function fileRootKey(path: string, mayCreate: boolean): Promise<RootKey> {
  const key = await readKey(path, mayCreate).catch((cause: Error) => {
    if (cause instanceof Refusal) throw cause
    throw new Refusal(`The root key ${path} cannot be read: ${cause.message}`, { cause })
  })
  return {
    wrap: async (plain, owner) => encrypt(key, plain, owner),
    unwrap: async (wrapped, owner) => decrypt(key, wrapped, owner),
  }
}

async function readKey(path: string, mayCreate: boolean): Promise<Buffer> {
  if (!existsSync(path)) {
    if (!mayCreate) {
      throw new Refusal(
        `The root key ${path} is missing, but keys were made that only it can open. Put it back.`,
      )
    }
    await makeFile(path, `${randomBytes(32).toString('hex')}\n`)
  }
  if (((await stat(path)).mode & 0o077) !== 0) {
    throw new Refusal(`The root key ${path} can be read by others. Run: chmod 600 ${path}`)
  }
  const text = (await readFile(path, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Refusal(`The root key ${path} is not 64 hexadecimal digits.`)
  }
  return Buffer.from(text, 'hex')
}

/** AES-256-GCM: nonce (12), ciphertext, tag (16). `bound` is authenticated with it and must be the same to decrypt. */
export function encrypt(key: Buffer, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export function decrypt(key: Buffer, sealed: Buffer, bound: string): Buffer {
  // A shorter tag would be accepted as it is, and is easier to guess.
  assert(sealed.length >= 28, 'a sealed value has a nonce and a tag')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(sealed.length - 16))
  return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()])
}
