// `npm run check`: everything that can be said about the code without running the product. Each check prints its own
// findings; the exit code says whether all of them are content.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

type Check = { readonly name: string; readonly command: string; readonly args: readonly string[] }

const checks: readonly Check[] = [
  { name: 'format and lint', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  {
    name: 'import directions',
    command: bin('depcruise'),
    args: ['--output-type', 'err', 'core', 'contract', 'server', 'web', 'embed', 'examples'],
  },
  { name: 'dead code', command: bin('knip'), args: ['--no-progress', '--no-config-hints'] },
  { name: 'house rules', command: process.execPath, args: ['--test', 'test/tidy.test.ts'] },
  { name: 'embed releases', command: process.execPath, args: ['embed/release.ts', '--check'] },
  { name: 'generated files', command: process.execPath, args: ['server/gen/main.ts', '--check'] },
]

/** Two at a time: as many as the smallest machine we care for has cores. */
async function main(): Promise<number> {
  const waiting = [...checks]
  const failed: string[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name)
    }
  }
  await Promise.all([worker(), worker()])
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
}

function passes({ name, command, args }: Check): Promise<boolean> {
  const began = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  child.stdout.on('data', (part) => output.push(part))
  child.stderr.on('data', (part) => output.push(part))
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`✖ ${name}: ${error.message}`)
      resolve(false)
    })
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)`)
      if (code !== 0) console.error(Buffer.concat(output).toString())
      resolve(code === 0)
    })
  })
}

process.exitCode = await main()
