import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balancesOf } from '../harness/books.ts'
import { product } from '../harness/product.ts'
import { givenShop } from '../harness/standard.ts'
import { chanceOf } from '../simulation/chance.ts'

const it = product()
type Shop = Awaited<ReturnType<typeof givenShop>>

const begin = Temporal.ZonedDateTime.from('2027-04-01T00:00:00[UTC]')
const plans = [
  { monthly: 30, yearly: 0 },
  { monthly: 90, yearly: 0 },
  { monthly: 10, yearly: 366 },
  { monthly: 0, yearly: 1000 },
]

/** What the fees cost that were in force, hour by hour: a model that knows nothing of periods, lines and credits. */
function meterOf() {
  let hour = begin
  let cost = 0
  let plan = 0
  let planned: number | undefined
  return {
    cost: () => cost,
    plan: () => plan,
    passes(hours: number) {
      for (let passed = 0; passed < hours; passed += 1) {
        const { monthly = 0, yearly = 0 } = plans[plan] ?? {}
        // From April 2027 on a year has 366 days.
        cost += monthly / (hour.daysInMonth * 24) + yearly / (366 * 24)
        hour = hour.add({ hours: 1 })
        const isMonth = hour.day === 1 && hour.hour === 0
        if (isMonth && planned !== undefined) [plan, planned] = [planned, undefined]
      }
    },
    changes(to: number, at: string) {
      if (at === 'now') [plan, planned] = [to, undefined]
      else planned = to === plan ? undefined : to
    },
  }
}

async function plansOf(shop: Shop): Promise<readonly string[]> {
  const ids: string[] = []
  for (const { monthly, yearly } of plans) {
    const prices = [await shop.fee(`${monthly}.00`)]
    if (yearly > 0) prices.push(await shop.fee(`${yearly}.00`, { billingCadence: 'P1Y' }))
    ids.push(await shop.plan(prices, { creditUnusedAdvance: true }))
  }
  return ids
}

for (const seed of [1, 2, 3]) {
  test(`whatever plans follow each other, who leaves has paid for the time of each, and no more (${seed})`, async () => {
    const chance = chanceOf(seed)
    const shop = await givenShop(it)
    const planIds = await plansOf(shop)
    const at = begin.toInstant().toString()
    const { clockId, id } = await shop.subscriber({ planId: planIds[0] ?? '', at })
    const meter = meterOf()
    const said: string[] = []
    for (let step = 0; step < 10; step += 1) {
      const hours = chance.pick([0, 1, 5, 23, 24, 100, 300, 700])
      if (hours > 0) await shop.passes(clockId, `PT${hours}H`)
      meter.passes(hours)
      const to = chance.pick(
        plans
          .keys()
          .toArray()
          .filter((one) => one !== meter.plan()),
      )
      const when = chance.pick(['now', 'now', 'period_end'])
      const body = { planId: planIds[to], at: when }
      const { status } = await shop.post('changeSubscriptionPlan', id, body)
      assert.equal(status, 200)
      meter.changes(to, when)
      said.push(`${hours}h ${to} ${when}`)
    }
    await shop.passes(clockId, 'PT77H')
    meter.passes(77)
    await shop.post('terminateSubscription', id, { reason: 'Moved away' })
    await shop.passes(clockId, 'P3D')

    const invoices = await shop.invoices(id)
    const billed = invoices.reduce((sum, { grandTotal }) => sum + Number(grandTotal), 0)
    const back = Number((await balancesOf(it, shop))['funds'] ?? '0')
    const off = Math.abs(billed - back - meter.cost())
    // Every line was rounded to the cent once: dozens of halves of a cent, up and down.
    assert.ok(off < 0.1, `${billed} billed, ${back} back, ${meter.cost()} used: ${said.join(', ')}`)
  })
}
