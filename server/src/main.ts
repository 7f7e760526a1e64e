import type { Command } from './commands/command.ts'
import { Misuse, Refusal } from './platform/refusal.ts'
import { version } from './version.ts'

// Libraries that render documents and mails are slower where they have to help their developers.
// biome-ignore lint/style/noProcessEnv: they read it themselves.
process.env['NODE_ENV'] ??= 'production'

type Entry = {
  readonly takes?: string
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command, loaded only when it is called: `help` must not wait for a web server. */
const commands: Readonly<Record<string, Entry>> = {
  start: {
    takes: '[http|worker|all]',
    summary: 'Run the server: database, migrations, API, pages and jobs.',
    load: () => import('./commands/start.ts'),
  },
  migrate: {
    summary: 'Bring the database to the version of this release.',
    load: () => import('./commands/migrate.ts'),
  },
  doctor: {
    summary: 'Check every invariant of the books, with figures; fails when one does not hold.',
    load: () => import('./commands/doctor.ts'),
  },
  'usage import': {
    takes: 'FILE',
    summary: 'Report the usage in a CSV or NDJSON file to a running installation.',
    load: () => import('./commands/import-usage.ts'),
  },
  config: {
    summary: 'Print every variable, its value or default, and what it is for.',
    load: () => import('./commands/show-config.ts'),
  },
  help: {
    summary: 'Print this text.',
    load: async () => ({ run: async () => print(usage()) }),
  },
  version: {
    summary: 'Print the version.',
    load: async () => ({ run: async () => print(`tallystick ${version}\n`) }),
  },
}

async function main(args: readonly string[]): Promise<number> {
  const found = findCommand(args)
  if (!found) {
    process.stderr.write(`There is no command "${args.join(' ')}".\n\n${usage()}`)
    return 2
  }
  try {
    const command = await found.entry.load()
    if (found.rest.some(asksForHelp)) return print(command.help ?? usage())
    return await command.run(found.rest)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    process.stderr.write(`tallystick: ${error.message}\n`)
    return error instanceof Misuse ? 2 : 1
  }
}

/** The longest name wins, so that "usage import" may stand beside "usage". */
function findCommand(args: readonly string[]) {
  const asked = meant(args)
  for (const words of [2, 1]) {
    const entry = commands[asked.slice(0, words).join(' ')]
    if (entry) return { entry, rest: asked.slice(words) }
  }
  return undefined
}

/** What is asked for as a flag elsewhere is a command here. */
function meant([first, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined || asksForHelp(first)) return ['help']
  return first === '--version' ? ['version'] : [first, ...rest]
}

function asksForHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}

function usage(): string {
  const names = Object.entries(commands).map(([name, { takes }]) => `${name} ${takes ?? ''}`.trim())
  const width = Math.max(...names.map((name) => name.length))
  const lines = Object.values(commands).map(
    ({ summary }, at) => `  ${String(names[at]).padEnd(width)}  ${summary}\n`,
  )
  return `Usage: tallystick <command>\n\n${lines.join('')}`
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
// A handle that somebody forgot must not keep a finished command alive.
setTimeout(() => process.exit(), 1000).unref()
