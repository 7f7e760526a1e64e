// `node embed/release.ts` puts what the source builds beside the scripts that were released before, and writes its hash
// down and into the guides. What is released stays as it is for good. With --check nothing is written.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildScript, sourceVersion } from './build.ts'
import { faultsIn, integrityOf, type Manifest, type State } from './releases.ts'

const root = import.meta.dirname
const folder = join(root, 'released')
const manifestFile = join(folder, 'releases.json')
const guideFiles = [
  'README.md',
  'examples/merchant/pages/portal.html',
  'examples/merchant/pages/checkout.html',
]

async function read(): Promise<State> {
  const version = await sourceVersion()
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const)
  const guides = guideFiles.map(
    async (name) => [name, await readFile(join(root, '..', name), 'utf8')] as const,
  )
  return {
    manifest: JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest,
    files: new Map(await Promise.all(files)),
    source: { version, script: await buildScript(version) },
    guides: new Map(await Promise.all(guides)),
  }
}

async function release({ manifest, source: { version, script }, guides }: State): Promise<void> {
  const integrity = integrityOf(script)
  const before = manifest[version]
  if (before !== undefined && before !== integrity) {
    throw new Error(`${version} is released already, and different. Raise the version first.`)
  }
  const after: Manifest = { ...manifest, [version]: integrity }
  await writeFile(join(folder, `${version}.js`), script)
  await writeFile(manifestFile, `${JSON.stringify(after, undefined, 2)}\n`)
  for (const [name, text] of guides) {
    const told = text
      .replace(/(\/embed\/)\d+\.\d+\.\d+(\.js["'`]?\s+integrity=)/g, `$1${version}$2`)
      .replace(/(integrity=["'`])sha384-[A-Za-z0-9+/=]+/g, `$1${integrity}`)
    await writeFile(join(root, '..', name), told)
  }
}

const checking = process.argv.includes('--check')
if (!checking) await release(await read())
const faults = faultsIn(await read())
process.stderr.write(faults.map((fault) => `${fault}\n`).join(''))
process.exitCode = faults.length === 0 ? 0 : 1
