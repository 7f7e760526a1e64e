import { openConnection } from './raw-http.ts'

export type Seller = {
  readonly merchantId: string
  readonly key: string
  readonly metricIds: readonly string[]
  readonly customerIds: readonly string[]
}

export type Task = {
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

/** One event of two properties, as an LLM gateway would report it. */
function eventOf({ merchantId, metricIds, customerIds }: Seller, task: Task): string {
  made += 1
  const customerId = customerIds[made % customerIds.length]
  const [input, output] = metricIds
  const quantities = [100 + (made % 1900), 1 + (made % 400)]
  return `{"customerId":"${customerId}","merchantId":"${merchantId}","idempotencyKey":"${task.run}-${made}","timestamp":"${task.timestamp}","properties":[{"billableMetricId":"${input}","quantity":${quantities[0]}},{"billableMetricId":"${output}","quantity":${quantities[1]}}]}`
}

function bodyOf(seller: Seller, task: Task): string {
  if (task.batch === undefined) return eventOf(seller, task)
  const events = Array.from({ length: task.batch }, () => eventOf(seller, task))
  return `{"events":[${events.join(',')}]}`
}

async function load(task: Task): Promise<Measured> {
  const path = task.batch === undefined ? '/v0/usage' : '/v0/usage/batch'
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
      if (status !== 201) failures += 1
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
