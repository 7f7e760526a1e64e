import { setTimeout as sleep } from 'node:timers/promises'
import { nanosFromText } from '@tallystick/core/money/money.ts'
import {
  createCustomer,
  createOffer,
  enter,
  type Offer,
  payCheckout,
} from '../../demo/lifecycle.ts'
import { ask, type Client, Refused } from '../../src/commands/usage-import/client.ts'
import { findSandboxKeys } from '../../src/sandbox-keys.ts'
import { buyByInvoice, countInvoices, createInvoicedPlan, sendCalls } from './by-invoice.ts'
import type { House } from './programs.ts'
import type { Buyer, Clock, Id, Told } from './told.ts'

export async function tell(house: House, urls: readonly string[], prefix: string): Promise<Told> {
  const keys = await findSandboxKeys(house.dataDir)
  let turn = 0
  const next = (): Client => {
    turn += 1
    const url = urls[turn % urls.length] ?? ''
    return { url, key: keys?.merchantKey ?? '' }
  }
  return { ...(await enter(next(), prefix)), next }
}

export const begin = '2029-06-01T00:00:00Z'
const endingAt = '2029-08-15T12:00:00Z'

type Subscribed = Id & { readonly payment?: { readonly checkoutUrl: string } }
export const createClock = ({ next }: Told) =>
  ask<Clock>(next(), 'POST /v0/testClocks', { body: { currentTime: begin } })
export const getClock = ({ next }: Told, id: string) =>
  ask<Clock>(next(), `GET /v0/testClocks/${id}`)
/** Both processes are asked at once: one takes the clock along, the other may say that it is on its way. */
export async function advance(told: Told, { id }: Id, currentTime: string): Promise<void> {
  const asked = [told.next(), told.next()].map((client) =>
    ask(client, `PATCH /v0/testClocks/${id}`, { body: { currentTime } }).catch((error) => {
      if (!(error instanceof Refused) || error.status !== 409) throw error
    }),
  )
  await Promise.all(asked)
}

/** A customer who lives by the clock, and has paid what its subscription begins with. */
async function givenBuyer(told: Told, offer: Offer, { clock, name }: Named): Promise<Buyer> {
  const scene = { ...told, client: told.next(), prefix: `${told.prefix} ${name}` }
  const customerId = await createCustomer({ ...scene, prefix: scene.prefix.replaceAll(' ', '-') })
  const wish = { startedAt: begin, endingAt, prefundAmount: '100' }
  const body = { name, customerId, planId: offer.planId, testClockId: clock.id, ...wish }
  const { id, payment } = await ask<Subscribed>(told.next(), 'POST /v0/subscriptions', { body })
  await payCheckout(told.next(), payment?.checkoutUrl ?? '')
  return { customerId, subscriptionId: id }
}

type Named = { readonly clock: Id; readonly name: string }

/** Usage of a moment, every event of it reported to both processes at once. */
async function report(told: Told, offer: Offer, { buyers, timestamp }: Usage): Promise<void> {
  const all = buyers.flatMap(({ customerId }) =>
    Array.from({ length: 5 }, (_, at) => ({
      customerId,
      merchantId: told.merchantId,
      idempotencyKey: `${customerId} ${timestamp} ${at}`,
      timestamp,
      properties: offer.metricIds.map((billableMetricId) => ({
        billableMetricId,
        quantity: 1000 * (at + 1),
      })),
    })),
  )
  const twice = all.flatMap((body) => [body, body])
  await Promise.all(
    twice.map((body) => ask(told.next(), 'POST /v0/usage', { body, repeatable: true })),
  )
}

type Usage = { readonly buyers: readonly Buyer[]; readonly timestamp: string }

/** Some months of some customers on two clocks, told to the processes in turn and all at once where they can be. */
export async function liveThrough(told: Told): Promise<void> {
  const offer = await createOffer({ ...told, client: told.next() })
  const planId = await createInvoicedPlan(told)
  const clocks = [await createClock(told), await createClock(told)]
  await Promise.all(
    clocks.map(async (clock, at) => {
      const names = [1, 2, 3].map((number) => `${at}-${number}`)
      const buyers = await Promise.all(
        names.map((name) => givenBuyer(told, offer, { clock, name })),
      )
      const wish = { planId, clock, startedAt: begin, endingAt }
      await Promise.all(buyers.map((buyer) => buyByInvoice(told, buyer, wish)))
      for (const timestamp of ['2029-06-10T00:00:00Z', '2029-07-10T08:00:00Z']) {
        await advance(told, clock, timestamp)
        await report(told, offer, { buyers, timestamp })
        await sendCalls(told, buyers, timestamp)
        await Promise.all(buyers.map((buyer) => topUp(told, buyer)))
      }
      const [first] = buyers
      await ask(told.next(), `POST /v0/customers/${first?.customerId}/fundsReturns`, {
        body: { currency: 'USD', amount: '20.00' },
      })
      await advance(told, clock, '2029-09-01T00:00:00Z')
      await untilEnded(told, buyers)
    }),
  )
}

/** One that is paid, and one that nobody pays in time. */
async function topUp(told: Told, { customerId }: Buyer): Promise<void> {
  const ways = ['PT1H', 'P1D'].map((expiresIn) =>
    ask<{ paymentUrl: string }>(told.next(), `POST /v0/customers/${customerId}/topups`, {
      body: { amount: '10.00', currency: 'USD', expiresIn },
    }),
  )
  const [paid] = await Promise.all(ways)
  await payCheckout(told.next(), paid?.paymentUrl ?? '')
}

const patienceMs = 30_000

/** Whatever was asked last is taken along by one of the two, and the other has not waited for it. */
async function untilEnded(told: Told, buyers: readonly Buyer[]): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (const { subscriptionId } of buyers) {
    const status = () =>
      ask<{ status: string }>(told.next(), `GET /v0/subscriptions/${subscriptionId}`)
    while ((await status()).status !== 'terminated') {
      if (performance.now() > deadline) throw new Error(`${subscriptionId} has not ended.`)
      await sleep(50)
    }
  }
}

type Account = { readonly id: string; readonly kind: string }
type Posting = { readonly fact: string; readonly amount: string; readonly at: string }

/**
 * What moved on the merchant's accounts, in nanos, by the kind of account, the fact and its moment; and its invoices.
 */
export async function readBooks(told: Told): Promise<Map<string, bigint>> {
  const { client, merchantId } = told
  const sums = await countInvoices(told)
  const accounts = await everything<Account>(client, '/v0/accounts', { merchantId })
  for (const { id, kind } of accounts) {
    const postings = await everything<Posting>(client, `/v0/accounts/${id}/postings`, {})
    for (const { fact, amount, at } of postings) {
      // Events that arrive together are one entry: how many, chance decides, not what they sum up to.
      const name = `${at} ${fact} ${kind}`
      const magnitude = nanosFromText(amount.replace('-', '')) ?? 0n
      const nanos = amount.startsWith('-') ? -magnitude : magnitude
      sums.set(name, (sums.get(name) ?? 0n) + nanos)
    }
  }
  return sums
}

async function everything<T>(client: Client, path: string, query: object): Promise<T[]> {
  const found: T[] = []
  for (let offset = 0; ; offset += 100) {
    const page = { ...query, limit: 100, offset }
    const { data } = await ask<{ data: T[] }>(client, `GET ${path}`, { query: page })
    found.push(...data)
    if (data.length < 100) return found
  }
}
