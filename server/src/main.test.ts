import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/tallystick.mjs', import.meta.url))

function tallystick(args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8', env })
}

test('help names every command', () => {
  const { stdout, status } = tallystick(['help'])
  assert.match(stdout, /^Usage: tallystick <command>/)
  assert.match(stdout, /\n {2}config /)
  assert.equal(status, 0)
  assert.equal(tallystick([]).stdout, stdout)
})

test('a command that does not exist gets the usage on stderr and exit code 2', () => {
  const { stdout, stderr, status } = tallystick(['fly'])
  assert.equal(stdout, '')
  assert.match(stderr, /There is no command "fly"\.\n\nUsage: /)
  assert.equal(status, 2)
})

test('a bad variable is told in one sentence, without a stack', () => {
  const { stderr, status } = tallystick(['config'], { TALLY_PORT: 'x' })
  assert.match(stderr, /^tallystick: TALLY_PORT must be a whole number.*\n$/)
  assert.equal(status, 1)
})

test('an older Node hands over to the pinned one, with arguments and exit code', () => {
  const code = `Object.defineProperty(process.versions, 'node', { value: '20.0.0' })
    process.argv.splice(1, 0, '${bin}')
    await import('${bin}')`
  const run = (word: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', code, word], { encoding: 'utf8' })
  assert.match(run('version').stdout, /^tallystick \d/)
  assert.equal(run('fly').status, 2)
})
