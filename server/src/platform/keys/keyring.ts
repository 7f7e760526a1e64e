import { createHmac, randomBytes } from 'node:crypto'
import { assert } from '@tallystick/core/assert.ts'
import type { KeyStore } from './key-store.ts'
import { decrypt, encrypt, type RootKey } from './root-key.ts'
import { type Seals, sealsOf } from './seals.ts'

/** A data key as its row holds it: wrapped by the owner's key-encryption key. */
export type WrappedKey = {
  readonly purpose: 'seal' | 'index'
  readonly version: number
  readonly wrapped: Buffer
}

export type Keyring = {
  /** The seals of an owner; `read` brings its wrapped data keys from the database. Cached for at most a minute. */
  readonly of: (ownerId: string, read: () => Promise<readonly WrappedKey[]>) => Promise<Seals>
  /** Makes a key-encryption key in the key store and the first data keys, to be inserted by the caller. */
  readonly found: (ownerId: string) => Promise<{ seals: Seals; keys: readonly WrappedKey[] }>
  readonly forget: (ownerId: string) => void
}

/** The key of an owner was destroyed, or lost: whatever it sealed stays shut. */
export class KeyGone extends Error {
  override readonly name = 'KeyGone'
}

const cacheMs = 60_000

export function makeKeyring(rootKey: RootKey, store: KeyStore, clockMs: () => number): Keyring {
  const cache = new Map<string, { readonly until: number; readonly seals: Seals }>()

  const load = async (ownerId: string, read: () => Promise<readonly WrappedKey[]>) => {
    const keys = await read()
    const stored = await store.read(ownerId)
    if (!stored) throw new KeyGone(`the key store has no key of ${ownerId}`)
    const kek = await rootKey.unwrap(stored, ownerId)
    return openKeys(ownerId, kek, keys)
  }
  return {
    // Everyone reads in a transaction of their own until one has found the keys. A reading that is still under way is
    // not shared: its transaction may fail, or be older than the owner.
    async of(ownerId, read) {
      const now = clockMs()
      const cached = cache.get(ownerId)
      if (cached && cached.until > now) return cached.seals
      const seals = await load(ownerId, read)
      cache.set(ownerId, { until: now + cacheMs, seals })
      evict(cache, now)
      return seals
    },
    async found(ownerId) {
      // An owner that was founded before, in a transaction that came to nothing, keeps the key it has in the store.
      const stored = await store.write(ownerId, await rootKey.wrap(randomBytes(32), ownerId))
      const kek = await rootKey.unwrap(stored, ownerId)
      // And what that transaction read of its own data keys must not be used again.
      cache.delete(ownerId)
      const keys = (['seal', 'index'] as const).map((purpose) => ({
        purpose,
        version: 1,
        wrapped: encrypt(kek, randomBytes(32), `${ownerId}|${purpose}|1`),
      }))
      return { seals: openKeys(ownerId, kek, keys), keys }
    },
    forget: (ownerId) => cache.delete(ownerId),
  }
}

function openKeys(ownerId: string, kek: Buffer, keys: readonly WrappedKey[]): Seals {
  const unwrap = ({ purpose, version, wrapped }: WrappedKey) =>
    decrypt(kek, wrapped, `${ownerId}|${purpose}|${version}`)
  const index = keys.findLast(({ purpose }) => purpose === 'index')
  assert(index, `${ownerId} has no index key`)
  const seal = keys.filter(({ purpose }) => purpose === 'seal')
  assert(seal.length > 0, `${ownerId} has no data key`)
  return sealsOf(ownerId, {
    seal: new Map(seal.map((key) => [key.version, unwrap(key)])),
    index: unwrap(index),
  })
}

function evict(cache: Map<string, { readonly until: number }>, now: number) {
  if (cache.size < 10_000) return
  for (const [owner, { until }] of cache)
    if (until <= now || cache.size > 10_000) cache.delete(owner)
}

/** A key for one purpose of the whole installation, derived from its secret. */
export function derive(secret: Buffer, purpose: string): Buffer {
  return createHmac('sha256', secret).update(purpose).digest()
}
