import { randomBytes } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a file that only its owner may read, whole and on disk before this returns; a file that is there stays as it is.
 * Says whether it was made. Two that make it at once agree on one.
 */
export async function makeFile(path: string, content: string | Buffer): Promise<boolean> {
  const aside = `${path}.${randomBytes(8).toString('hex')}.new`
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    // Unlike a rename, a link never replaces what another process has just put there.
    await link(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(aside)
  }
  await flushFolder(dirname(path))
  return true
}

/** So that a new entry of the folder outlives a power cut. */
export async function flushFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
