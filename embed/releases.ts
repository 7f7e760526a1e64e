import { createHash } from 'node:crypto'

/** The integrity of every released script, by its version, oldest first. */
export type Manifest = Readonly<Record<string, string>>

export type State = {
  readonly manifest: Manifest
  /** What stands in embed/released, by file name. */
  readonly files: ReadonlyMap<string, Buffer>
  /** The version that the source says it is, and what it builds. */
  readonly source: { readonly version: string; readonly script: Buffer }
  /** Texts that tell people what to put into their pages, by their names. */
  readonly guides: ReadonlyMap<string, string>
}

/** As browsers want it in the attribute `integrity`. */
export function integrityOf(script: Buffer): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`
}

/** What is wrong with the released scripts: pages all over the web hold them to their hashes. */
export function faultsIn(state: State): string[] {
  return [...faultsOfFiles(state), ...faultsOfSource(state), ...faultsOfGuides(state)]
}

function faultsOfFiles({ manifest, files }: State): string[] {
  const faults: string[] = []
  for (const [version, integrity] of Object.entries(manifest)) {
    const script = files.get(`${version}.js`)
    if (script === undefined) faults.push(`${version}.js was released and is gone.`)
    else if (integrityOf(script) !== integrity) {
      faults.push(
        `${version}.js is not what was released: bring it back, and release a new version.`,
      )
    }
  }
  const unknown = [...files.keys()].filter((name) => !(name.replace(/\.js$/, '') in manifest))
  return [...faults, ...unknown.map((name) => `${name} is not in releases.json.`)]
}

function faultsOfSource({ manifest, source: { version, script } }: State): string[] {
  const newest = newestOf(manifest)
  if (newest === undefined) return ['Nothing is released: node embed/release.ts']
  if (version === newest) {
    if (integrityOf(script) === manifest[version]) return []
    return [
      `The source builds something else than ${version}: raise the version in embed/package.json, ` +
        'and when it is done, node embed/release.ts',
    ]
  }
  return isNewer(version, newest) ? [] : [`The source is ${version}, older than ${newest}.`]
}

/** A script tag with a version and a hash; the hash may stand on a line of its own. */
const pinned = /\/embed\/(\d+\.\d+\.\d+)\.js["'`]?\s+integrity=["'`](sha384-[A-Za-z0-9+/=]+)/g
const unpinned = /\/embed\.js["'`]?\s+integrity=/

function faultsOfGuides({ manifest, guides }: State): string[] {
  const newest = newestOf(manifest)
  return [...guides].flatMap(([name, text]) => {
    const faults: string[] = []
    const tags = [...text.matchAll(pinned)]
    if (tags.length === 0) faults.push(`${name} names no version with its hash.`)
    for (const [, version = '', integrity] of tags) {
      if (version !== newest) faults.push(`${name} names ${version}; ${newest} is the newest.`)
      else if (manifest[version] !== integrity)
        faults.push(`${name} has a wrong hash: ${manifest[version]}`)
    }
    if (unpinned.test(text)) faults.push(`${name} holds /embed.js to a hash, but it changes.`)
    return faults
  })
}

export function newestOf(manifest: Manifest): string | undefined {
  const versions = Object.keys(manifest)
  return versions.reduce<string | undefined>(
    (newest, one) => (newest === undefined || isNewer(one, newest) ? one : newest),
    undefined,
  )
}

function isNewer(one: string, other: string): boolean {
  const parts = (version: string) => version.split('.').map(Number)
  const others = parts(other)
  for (const [place, part] of parts(one).entries()) {
    if (part !== others[place]) return part > (others[place] ?? 0)
  }
  return false
}
