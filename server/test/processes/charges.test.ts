// Stored cards are charged by real processes, one of which is killed while it does so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SandboxOutcome, sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import { create, createCustomer, payCheckout } from '../../demo/lifecycle.ts'
import { ask } from '../../src/commands/usage-import/client.ts'
import { type House, openHouse } from './programs.ts'
import { begin, createClock, getClock, tell } from './story.ts'
import type { Told } from './told.ts'

let house: House

before(async () => {
  house = await openHouse()
})

after(() => house?.close())

const customers = 20
/** Every fourth card has no money the first time, and is tried again a day later. */
const cardOf = (at: number): SandboxOutcome => (at % 4 === 0 ? 'insufficient_once' : 'succeeds')

type List<T = unknown> = {
  readonly data: readonly T[]
  readonly pagination: { readonly total: number }
}
type Account = { readonly kind: string; readonly balance: string }

test('a process is killed while it charges, others go on, and every invoice is charged once', async () => {
  const witness = await house.start('http')
  const told = await tell(house, [witness.url], 'charged')
  const clock = await createClock(told)
  await givenSubscribers(told, clock.id)
  await ask(told.next(), `PATCH /v0/testClocks/${clock.id}`, { body: { advanceBy: 'P1M' } })

  const victim = await house.start('http')
  await house.start('worker')
  const target = '2029-07-04T00:00:00Z'
  const sent = ask(
    { ...told.next(), url: victim.url, tries: 1 },
    `PATCH /v0/testClocks/${clock.id}`,
    {
      body: { currentTime: target },
    },
  ).catch(() => undefined)
  await until(async () => (await paid(told)) >= 3)
  await victim.kill()
  await sent

  assert.ok((await paid(told)) < customers, 'not all were charged by the one that died')
  await house.start('worker')
  await until(async () => (await getClock(told, clock.id)).currentTime === target)

  assert.equal(await paid(told), customers)
  const { data } = await ask<List<Account>>(told.next(), 'GET /v0/accounts', {
    query: { merchantId: told.merchantId, limit: 100 },
  })
  const kinds = [
    'provider_clearing',
    'merchant_balance',
    'unapplied_payments',
    'refunds_in_transit',
  ]
  const balances = kinds.map((kind) => data.find((account) => account.kind === kind)?.balance)
  assert.deepEqual(
    balances,
    ['-980.00', '960.40', undefined, undefined],
    'nothing was ever charged twice',
  )
  const { code, text } = await house.doctor()
  assert.equal(code, 0, text)
})

async function givenSubscribers(told: Told, testClockId: string): Promise<void> {
  const planId = await givenPlan(told)
  for (let at = 0; at < customers; at += 1) {
    const customerId = await createCustomer({ ...told, prefix: `charged-${at}` })
    const door = `POST /v0/customers/${customerId}/paymentMethods`
    const { url } = await ask<{ url: string }>(told.next(), door, { body: {} })
    const card = sandboxCards.find(({ outcome }) => outcome === cardOf(at))
    await payCheckout(told.next(), url, card?.number)
    const when = { startedAt: begin, testClockId }
    const body = { name: 'Support', customerId, planId, autoCharge: true, ...when }
    await ask(told.next(), 'POST /v0/subscriptions', { body })
  }
}

/** 49.00 a month, on the invoice after it. */
async function givenPlan(told: Told): Promise<string> {
  const { merchantId } = told
  const own = { merchantId, description: 'Support by people' }
  const productId = await create(told, 'products', { ...own, name: 'Support' })
  const feeId = await create(told, 'fees', { ...own, productId, name: 'Support fee' })
  const when = { paymentTerm: 'in_arrears', billingCadence: 'P1M' }
  const price = { feeId, name: 'Support', invoiceDisplayName: 'Support', ...when }
  const priceId = await create(told, 'prices', { ...price, properties: { unitPrice: '49.00' } })
  const terms = { currency: 'USD', billingVersion: 1, prices: [priceId] }
  return create(told, 'plans', { ...own, productId, name: 'Support plan', ...terms })
}

async function paid({ next }: Told): Promise<number> {
  const query = { status: 'PAID', limit: 1 }
  return (await ask<List>(next(), 'GET /v2/invoices', { query })).pagination.total
}

const patienceMs = 120_000

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, 'what was waited for comes')
    await sleep(5)
  }
}
