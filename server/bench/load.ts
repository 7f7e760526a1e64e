import { openConnection } from './raw-http.ts'

export type Seller = {
  readonly merchantId: string
  readonly key: string
  readonly metricIds: readonly string[]
  readonly customerIds: readonly string[]
}

export type Task = {
  readonly what: 'usage' | 'events'
  readonly address: string
  readonly sellers: readonly Seller[]
  readonly clients: number
  /** Events per request; undefined sends single events. */
  readonly batch: number | undefined
  readonly seconds: number
  readonly timestamp: string
  /** Makes the idempotency keys of this run its own. */
  readonly run: string
}

export type Measured = {
  readonly events: number
  readonly requests: number
  readonly failures: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
}

let made = 0

type Form = {
  readonly path: string
  readonly batchPath: string
  readonly accepted: number
  readonly one: (seller: Seller, task: Task) => string
  readonly several: (bodies: readonly string[]) => string
}

const forms: Record<Task['what'], Form> = {
  usage: {
    path: '/v0/usage',
    batchPath: '/v0/usage/batch',
    accepted: 201,
    one: usageOf,
    several: (bodies) => `{"events":[${bodies.join(',')}]}`,
  },
  events: {
    path: '/v0/events',
    batchPath: '/v0/events',
    accepted: 202,
    one: eventOf,
    several: (bodies) => `[${bodies.join(',')}]`,
  },
}

/** One event that two metrics read, as an LLM gateway would report it. */
function eventOf({ customerIds }: Seller, task: Task): string {
  made += 1
  const customerId = customerIds[made % customerIds.length]
  return `{"type":"llm.call","source":"gateway-1","subject":"${customerId}","idempotencyKey":"${task.run}-${made}","timestamp":"${task.timestamp}","data":{"model":"large","input_tokens":${100 + (made % 1900)},"output_tokens":${1 + (made % 400)},"request":"${task.run}-${made}"}}`
}

/** One event of two properties, likewise. */
function usageOf({ merchantId, metricIds, customerIds }: Seller, task: Task): string {
  made += 1
  const customerId = customerIds[made % customerIds.length]
  const [input, output] = metricIds
  const quantities = [100 + (made % 1900), 1 + (made % 400)]
  return `{"customerId":"${customerId}","merchantId":"${merchantId}","idempotencyKey":"${task.run}-${made}","timestamp":"${task.timestamp}","properties":[{"billableMetricId":"${input}","quantity":${quantities[0]}},{"billableMetricId":"${output}","quantity":${quantities[1]}}]}`
}

function bodyOf(seller: Seller, task: Task): string {
  const { one, several } = forms[task.what]
  if (task.batch === undefined) return one(seller, task)
  return several(Array.from({ length: task.batch }, () => one(seller, task)))
}

async function load(task: Task): Promise<Measured> {
  const { path: single, batchPath, accepted } = forms[task.what]
  const path = task.batch === undefined ? single : batchPath
  const times: number[] = []
  let failures = 0
  const end = performance.now() + task.seconds * 1000
  const begun = performance.now()
  const client = async (_: unknown, at: number) => {
    const connection = await openConnection(task.address)
    const seller = task.sellers[at % task.sellers.length]
    while (seller && performance.now() < end) {
      const { status, ms } = await connection.post(path, seller.key, bodyOf(seller, task))
      times.push(ms)
      if (status !== accepted) failures += 1
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: task.clients }, client))
  const sorted = times.toSorted((left, right) => left - right)
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
  return {
    events: (times.length - failures) * (task.batch ?? 1),
    requests: times.length,
    failures,
    seconds: (performance.now() - begun) / 1000,
    p50: at(0.5),
    p99: at(0.99),
  }
}

process.on('message', (task: Task) => {
  load(task).then(
    (measured) => process.send?.(measured),
    (error) => {
      process.stderr.write(`${error.stack}\n`)
      process.exit(1)
    },
  )
})
