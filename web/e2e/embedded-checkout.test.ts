import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FrameLocator } from 'playwright-core'
import { cards } from './card.ts'
import { openStreet, type Shopper, type Street, sandbox, shopper, typesOf } from './embedded.ts'

let street: Street

before(async () => {
  street = await openStreet()
})

after(() => street?.close())

/** Somebody who is about to buy something. */
async function buying(act: (visit: Shopper) => Promise<void>): Promise<void> {
  const visit = await shopper(street)
  await visit.page.goto(`${street.shop.origin}/checkout`)
  await heading(visit.frame, 'Pay Sandbox merchant')
  await act(visit)
  await visit.leave()
}

function heading(frame: FrameLocator, name: string): Promise<void> {
  return frame.getByRole('heading', { level: 1, name, exact: true }).waitFor({ timeout: 15_000 })
}

async function payWith(frame: FrameLocator, number: string): Promise<void> {
  await frame.getByLabel('Card number').fill(number)
  await frame.getByLabel('Expiry date').fill('1240')
  await frame.getByLabel('CVC').fill('123')
  await frame.getByRole('button', { name: /^Pay / }).click()
}

const delivered = '19.00 USD paid: here are your credits.'

test('a payment in a frame with exactly these permissions succeeds, and the shop delivers', () =>
  buying(async (visit) => {
    const { page, frame } = visit
    assert.equal(await page.locator('iframe').getAttribute('sandbox'), sandbox)
    await payWith(frame, cards.succeeds)
    await heading(frame, 'Payment received')
    await page.getByText(delivered).waitFor()
    const types = typesOf(visit, street.at.url)
    assert.ok(types.includes('ready') && types.includes('resize'))
    assert.equal(types.filter((type) => type === 'payment_success').length, 1)
    assert.deepEqual(visit.complaints, [])
  }))
