import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process with a lifecycle: its steps, the milliseconds it may take, and what it prints. */
async function started(steps: string, drainMs = 5000) {
  const code = `
    import { createLifecycle } from '${new URL('./lifecycle.ts', import.meta.url)}'
    import { createLog } from '${new URL('./log.ts', import.meta.url)}'
    const say = async (word) => console.log(word)
    const forever = () => new Promise(() => setInterval(() => {}, 1000))
    const life = createLifecycle(createLog('silent'), ${drainMs})
    ${steps}
    console.log('up')
    process.exit(await life.ended)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed: string[] = []
  child.stdout.on('data', (text) => printed.push(String(text)))
  await once(child.stdout, 'data')
  return { child, printed }
}

async function exitCode(child: ChildProcess): Promise<unknown> {
  return (await once(child, 'exit'))[0]
}

const steps = `
  life.release('server', () => say('server'))
  life.release('pool', () => say('pool'))
  life.drain('jobs', () => say('jobs'))
  life.drain('requests', () => say('requests'))`

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} drains the work, then puts away what it stood on, and ends with 0`, async () => {
    const { child, printed } = await started(steps)
    child.kill(signal)
    assert.equal(await exitCode(child), 0)
    assert.equal(printed.join(''), 'up\nrequests\njobs\npool\nserver\n')
  })
}

test('work that does not end in time is cut off, and the rest is still put away', async () => {
  const { child, printed } = await started(`${steps}; life.drain('stuck', forever)`, 50)
  child.kill('SIGTERM')
  assert.equal(await exitCode(child), 1)
  assert.match(printed.join(''), /pool\nserver\n$/)
})

test('a step that fails does not keep the next ones from being put away', async () => {
  const failing = `${steps}; life.drain('bad', async () => { throw new Error('no') })`
  const { child, printed } = await started(failing)
  child.kill('SIGTERM')
  assert.equal(await exitCode(child), 1)
  assert.match(printed.join(''), /requests\njobs\npool\nserver\n$/)
})

test('the echo of a signal is no second one, and a second one ends the process at once', async () => {
  const { child } = await started(`life.drain('stuck', forever)`)
  const ended = exitCode(child)
  child.kill('SIGINT')
  await sleep(20)
  child.kill('SIGINT')
  await sleep(550)
  assert.equal(child.exitCode, null)
  child.kill('SIGINT')
  assert.equal(await ended, 1)
})

test('what a start that is still under way opens is put away as well', async () => {
  const late = `life.drain('start', async () => {
    life.release('server', () => say('server'))
    life.drain('requests', () => say('requests'))
  })`
  const { child, printed } = await started(late)
  child.kill('SIGTERM')
  assert.equal(await exitCode(child), 0)
  assert.equal(printed.join(''), 'up\nrequests\nserver\n')
})
