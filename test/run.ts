// `npm test`: every test there is, on one PostgreSQL that is started here, from a template database that each test file
// clones. `npm run e2e` runs the browser tests alone. Other arguments are test files to run.
import { spawn } from 'node:child_process'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeHome } from '../server/test/harness/home.ts'
import { readyChromium } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const asked = process.argv.slice(2)

const everything = [
  '{core,contract,web}/src/**/*.test.ts',
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
    return await run(process.execPath, ['--test', '--test-concurrency=2', ...chosen], environment)
  } finally {
    await home.stop()
    rmSync(home.dir, { recursive: true, force: true })
  }
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
