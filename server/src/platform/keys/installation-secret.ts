import { randomBytes } from 'node:crypto'
import { Refusal } from '../refusal.ts'
import type { KeyStore } from './key-store.ts'
import type { RootKey } from './root-key.ts'

const owner = 'installation'

/**
 * The secret from which the passwords of the database roles, the key of the signed context and the index of logins are
 * derived. It lies wrapped in the key store, so a database that has lost its root key or key store stays shut.
 */
export async function installationSecret(
  rootKey: RootKey,
  store: KeyStore,
  databaseIsNew: boolean,
): Promise<Buffer> {
  const stored = await store.read(owner)
  if (!stored && !databaseIsNew) {
    throw new Refusal(
      'The key store is empty, but the database was sealed with keys it held. Put the key store back.',
    )
  }
  // Of processes that start for the first time at once, one writes; all go on with what it wrote.
  const kept = stored ?? (await store.write(owner, await rootKey.wrap(randomBytes(32), owner)))
  return rootKey.unwrap(kept, owner).catch((cause: unknown) => {
    throw new Refusal('The root key does not open the key store: one of them is not its own.', {
      cause,
    })
  })
}
