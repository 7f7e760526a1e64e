import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

export type Account = { readonly uid: number; readonly gid: number; readonly name: string }

/**
 * Who the database server runs as. PostgreSQL refuses root, so root hands it to the owner of the
 * cluster that is already there, else to a system user `tallystick`, else to `nobody`. Undefined:
 * we are not root, and it runs as ourselves.
 */
export async function serverAccount(clusterDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(clusterDir).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` }
  return (
    (await findAccount('tallystick')) ??
    (await makeAccount('tallystick')) ??
    (await findAccount('nobody')) ?? { uid: 65_534, gid: 65_534, name: 'uid 65534' }
  )
}

/**
 * The first folder on the way to `path` that `account` may not enter; undefined when the way is
 * free, or when the server runs as ourselves.
 */
export async function barredAt(
  path: string,
  account: Account | undefined,
): Promise<string | undefined> {
  if (!account) return undefined
  const parent = dirname(resolve(path))
  const above = parent === dirname(parent) ? undefined : await barredAt(parent, account)
  if (above) return above
  const { uid, gid, mode } = await stat(parent)
  const asOwner = uid === account.uid ? 0o100 : undefined
  const asGroup = gid === account.gid ? 0o010 : undefined
  return mode & (asOwner ?? asGroup ?? 0o001) ? undefined : parent
}

async function findAccount(name: string): Promise<Account | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const fields = lines.map((line) => line.split(':')).find(([first]) => first === name)
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])]
  return uid > 0 && gid >= 0 ? { uid, gid, name } : undefined
}

async function makeAccount(name: string): Promise<Account | undefined> {
  const flags = ['--system', '--no-create-home', '--user-group', '--shell', '/usr/sbin/nologin']
  // A system without useradd, or one that may not add users, has another way: the next candidate.
  await promisify(execFile)('useradd', [...flags, name]).catch(() => undefined)
  return findAccount(name)
}
