import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the first start hands to the person who started it. In a sandbox it is test money, kept in the open. */
export type SandboxKeys = {
  readonly merchantId: string
  /** `sk_test_…`, with every permission of the seeded merchant. */
  readonly merchantKey: string
}

type Account = {
  readonly organizationId: string
  readonly email: string
  readonly password: string
  readonly key?: string
}

export function sandboxKeysFile(dataDir: string): string {
  return join(dataDir, 'sandbox-keys.json')
}

/** Where the first owner of a live installation finds its password. To be deleted when it was read. */
export function firstOwnerFile(dataDir: string): string {
  return join(dataDir, 'first-owner.json')
}

/** Written once, by the seed, and readable by its owner alone. */
export async function keepFirstKeys(
  dataDir: string,
  { platform, merchant }: { readonly platform: Account; readonly merchant?: Account },
): Promise<void> {
  if (!merchant) return keep(firstOwnerFile(dataDir), signIn(platform))
  await keep(sandboxKeysFile(dataDir), {
    merchantId: merchant.organizationId,
    merchantKey: merchant.key,
    merchantOwner: signIn(merchant),
    platformId: platform.organizationId,
    platformKey: platform.key,
    platformOwner: signIn(platform),
  })
}

function signIn({ email, password }: Account) {
  return { email, password }
}

/** A mode is given to a file that is made, not to one that is there: what an interrupted start left goes first. */
async function keep(file: string, content: unknown): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

export async function findSandboxKeys(dataDir: string): Promise<SandboxKeys | undefined> {
  const text = await readFile(sandboxKeysFile(dataDir), 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as SandboxKeys)
}
