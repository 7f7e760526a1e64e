// `npm test`: every test there is, on one PostgreSQL that is started here, from a template database that each test file
// clones. `npm run e2e` runs the browser tests alone. Other arguments are test files to run.
// A file that fails is run once more, alone, and named at the end: what passes only alone is unstable, and to be mended.
import { spawn } from 'node:child_process'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeHome } from '../server/test/harness/home.ts'
import { readyChromium } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const asked = process.argv.slice(2)

const everything = [
  '{core,contract,web,embed}/src/**/*.test.ts',
  'embed/*.test.ts',
  'server/{src,test}/**/*.test.ts',
  'test/*.test.ts',
]
const browser = ['web/e2e/**/*.test.ts']

function files(): string[] {
  if (asked[0] === 'e2e') return globSync(browser, { cwd: root })
  if (asked.length > 0) return asked
  return globSync([...everything, ...browser], { cwd: root }).sort()
}

async function main(): Promise<number> {
  const chosen = files()
  const environment: Record<string, string> = {}
  if (chosen.some((file) => file.startsWith('web/e2e/'))) {
    environment['CHROMIUM'] = readyChromium()
    await run(process.execPath, ['web/build.ts'])
  }
  const home = await makeHome()
  try {
    environment['TALLY_TEST_HOME'] = JSON.stringify({ url: home.url, dir: home.dir })
    // Two files at a time, one of them often waiting for the database: what two cores can carry.
    const list = join(home.dir, 'failed')
    const together = await run(process.execPath, testing(2, chosen, list), environment)
    const failed = together === 0 ? [] : readFileSync(list, 'utf8').split('\n').filter(Boolean)
    // What fails in a file that is no test itself, such as an arrangement of the harness, cannot be run again alone.
    const again = failed.every((file) => chosen.some((one) => file.endsWith(one)))
    if (!again || failed.length === 0 || failed.length > mayBeUnstable) return together
    console.log(`\nOnce more, alone:\n  ${failed.join('\n  ')}\n`)
    const alone = await run(process.execPath, testing(1, failed, list), environment)
    if (alone === 0) console.log(`\nUNSTABLE, passed alone only:\n  ${failed.join('\n  ')}`)
    return alone
  } finally {
    await home.stop()
    rmSync(home.dir, { recursive: true, force: true })
  }
}

/** More failures than these are no accident. */
const mayBeUnstable = 3

function testing(concurrency: number, files: readonly string[], failed: string): string[] {
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./test/failed-files.ts', `--test-reporter-destination=${failed}`],
  ]
  return ['--test', `--test-concurrency=${concurrency}`, ...reporters, ...files]
}

function run(
  command: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...more },
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 1
})
