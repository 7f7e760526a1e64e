import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import type { TaskList } from 'graphile-worker'
import pg from 'pg'
import { freshInstallation, type Home, openHome } from '../../../test/harness/home.ts'
import { connectionAs } from '../db/pools.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import { startWorker } from './worker.ts'

let home: Home
let url = ''
let close = async () => undefined as unknown

before(async () => {
  home = await openHome()
  const installation = await freshInstallation(home)
  const { directUrl, passwordOf } = installation
  url = String(connectionAs(directUrl, 'tally_worker', passwordOf('tally_worker')).connectionString)
  close = installation.close
})

after(async () => {
  await close()
  await home.stop()
})

async function enqueue(task: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('select graphile_worker.add_job($1)', [task])
  await client.end()
}

async function working(tasks: TaskList) {
  const metrics = createMetrics()
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const concurrency = 2
  const options = { url, tasks, concurrency, drainTimeoutMs: 5000, log, metrics }
  const worker = await startWorker(options)
  return { worker, metrics, said: () => lines.join('') }
}

test('a job runs as soon as it is enqueued, and is measured by its task', async () => {
  const ran = Promise.withResolvers<void>()
  const { worker, metrics } = await working({ greet: async () => ran.resolve() })
  await enqueue('greet')
  await ran.promise
  await worker.close()
  const text = await metrics.registry.metrics()
  assert.match(text, /job_duration_seconds_count\{task="greet",outcome="done"\} 1/)
})

test('a job that fails is logged without the values that its error quotes', async () => {
  const quoting = Object.assign(new Error('invalid input: "canary"'), { code: '22P02' })
  const failed = Promise.withResolvers<void>()
  const { worker, metrics, said } = await working({
    break: async () => {
      failed.resolve()
      throw quoting
    },
  })
  await enqueue('break')
  await failed.promise
  await worker.close()
  assert.match(said(), /"task":"break"/)
  assert.doesNotMatch(said(), /canary/)
  assert.match(await metrics.registry.metrics(), /task="break",outcome="failed"\} 1/)
})

test('closing lets a job that runs come to its end', async () => {
  const events = new EventTarget()
  const began = once(events, 'began')
  let done = false
  const { worker } = await working({
    slow: async () => {
      events.dispatchEvent(new Event('began'))
      await once(events, 'go')
      done = true
    },
  })
  await enqueue('slow')
  await began
  const closed = worker.close()
  events.dispatchEvent(new Event('go'))
  await closed
  assert.equal(done, true)
})
