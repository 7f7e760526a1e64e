// `npm run demo [-- FILE]`: from a merchant to a paid, metered customer, through the public API alone.
// `npm run demo -- standard [FILE]`: a month of a plan that bills by invoice, under a test clock.
// Both use the installation of TALLY_URL with the key in TALLY_KEY, else a temporary one that is removed at the end.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Client } from '../src/commands/usage-import/client.ts'
import { readConfig } from '../src/config.ts'
import { Misuse, Refusal } from '../src/platform/refusal.ts'
import { play } from './play.ts'
import {
  askDoctor,
  type Place,
  startProgram,
  stopProgram,
  temporaryPlace,
  type Verdict,
} from './program.ts'
import { playStandard } from './standard.ts'
import { writeTrace } from './trace.ts'

type Options = {
  readonly story: 'instant' | 'standard'
  readonly file: string | undefined
  readonly prefix: string
  readonly keep: boolean
}

async function main(): Promise<number> {
  const options = readOptions()
  const { clientUrl, clientKey, publicUrl } = readConfig()
  if (clientKey) return playWith({ url: clientUrl ?? publicUrl, key: clientKey }, options)
  if (clientUrl) throw new Refusal('TALLY_URL is set and TALLY_KEY is not: the demo needs both.')
  return playAlone(options)
}

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    options: { prefix: { type: 'string' }, keep: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const prefix = values.prefix ?? `demo-${randomBytes(4).toString('hex')}`
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(prefix)) {
    throw new Misuse('--prefix must have 1 to 40 characters: a-z, 0-9 and hyphens.')
  }
  const isStandard = positionals[0] === 'standard'
  const story = isStandard ? 'standard' : 'instant'
  return { story, file: positionals[isStandard ? 1 : 0], prefix, keep: values.keep }
}

async function playAlone(options: Options): Promise<number> {
  const interruption = new AbortController()
  const { signal } = interruption
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort())
  const place = await temporaryPlace()
  try {
    return await playIn(place, options, signal)
  } catch (error) {
    if (signal.aborted) return 130
    throw error
  } finally {
    await place.remove()
  }
}

async function playIn(place: Place, options: Options, signal: AbortSignal): Promise<number> {
  const began = performance.now()
  print('  Starting a temporary installation …\n')
  const program = await startProgram(place, signal)
  const interrupted = signal.aborted || once(signal, 'abort')
  try {
    print(`  It answers after ${((performance.now() - began) / 1000).toFixed(1)} s.\n`)
    const client = { url: program.url, key: program.keys.merchantKey }
    const played = playWith(client, options, () => askDoctor(place))
    const code = await Promise.race([played, Promise.resolve(interrupted).then(() => 130)])
    if (options.keep && code === 0) {
      print('  The installation stays until Ctrl-C.\n')
      await interrupted
    } else if (code === 0) {
      print('  The installation and its links end here; npm run demo -- --keep keeps them.\n')
    }
    return code
  } finally {
    await stopProgram(program)
  }
}

async function playWith(
  client: Client,
  { story, file, prefix }: Options,
  doctor?: () => Promise<Verdict>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-trace-'))
  try {
    const trace = file ?? join(folder, 'trace.csv')
    if (file === undefined) await writeTrace(trace)
    const scene = { client, file: trace, prefix, print, ...(doctor && { doctor }) }
    const pdf = join(tmpdir(), `${prefix}.pdf`)
    const { content } = await (story === 'standard' ? playStandard({ ...scene, pdf }) : play(scene))
    return content ? 0 : 1
  } finally {
    await rm(folder, { recursive: true })
  }
}

function print(text: string): void {
  process.stdout.write(text)
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`demo: ${error.message}\n`)
  return error instanceof Misuse ? 2 : 1
})
