import type { Site } from './site.ts'

type Reason = readonly [pattern: RegExp, sentence: (site: Site) => string]

/** What the server and initdb say, and what it means for a person. The first match counts. */
const reasons: readonly Reason[] = [
  [
    /no space left on device|could not extend file/i,
    (site) => `There is no space left on the disk of ${site.root}.`,
  ],
  [/disk quota exceeded/i, (site) => `The disk quota of ${site.root} is used up.`],
  [
    /permission denied|has wrong ownership|invalid permissions|EACCES|EPERM/i,
    (site) =>
      `PostgreSQL has no rights to ${site.root}: change the owner of its folder, or set TALLY_DATA_DIR.`,
  ],
  [
    /read-only file system/i,
    (site) => `${site.root} is on a read-only disk: set TALLY_DATA_DIR to another folder.`,
  ],
  [
    /initialized by PostgreSQL version (\S+)|incompatible with server/i,
    (site) => `The database in ${site.cluster} was made by another version of PostgreSQL.`,
  ],
  [
    /could not map anonymous shared memory|could not create shared memory/i,
    () => 'There is not enough memory for PostgreSQL: lower shared_buffers in postgresql.conf.',
  ],
  [
    /spawn \S+ (ENOENT|ENOEXEC)|error while loading shared libraries/i,
    () =>
      'The embedded PostgreSQL does not run on this system (it needs glibc on Linux): set DATABASE_URL to a PostgreSQL 16 or later.',
  ],
]

/** One sentence for a start that failed; the server's own last words where we know no better. */
export function explain(output: string, site: Site, error?: Error): string {
  const text = `${output}\n${error?.message ?? ''}`
  const known = reasons.find(([pattern]) => pattern.test(text))
  if (known) return known[1](site)
  const last = output
    .split('\n')
    .filter((line) => /FATAL|PANIC|error:/.test(line))
    .at(-1)
  return `The embedded PostgreSQL did not start: ${last?.trim() ?? `see ${site.logFile}`}`
}
