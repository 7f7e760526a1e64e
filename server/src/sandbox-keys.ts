import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the seed of a sandbox hands to the person who started it. Test money, kept in the open. */
export type SandboxKeys = {
  readonly merchantId: string
  /** `sk_test_…`, with every permission of the seeded merchant. */
  readonly merchantKey: string
}

export function sandboxKeysFile(dataDir: string): string {
  return join(dataDir, 'sandbox-keys.json')
}

/** Written once, by the seed, and readable by its owner alone. */
export async function keepSandboxKeys(dataDir: string, keys: SandboxKeys): Promise<void> {
  await writeFile(sandboxKeysFile(dataDir), `${JSON.stringify(keys, undefined, 2)}\n`, {
    mode: 0o600,
  })
}

export async function findSandboxKeys(dataDir: string): Promise<SandboxKeys | undefined> {
  const text = await readFile(sandboxKeysFile(dataDir), 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as SandboxKeys)
}
