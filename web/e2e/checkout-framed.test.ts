import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import { cards } from './card.ts'
import { openStreet, type Shopper, type Street, shopper, typesOf } from './embedded.ts'
import { holdsInEveryLook } from './looks.ts'

let street: Street

before(async () => {
  street = await openStreet()
})

after(() => street?.close())

const heading = (at: FrameLocator | Page, name: string) =>
  at.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** Somebody in a shop whose bank has a question. */
async function asked(act: (visit: Shopper & { readonly window: Page }) => Promise<void>) {
  const visit = await shopper(street)
  const { page, frame, context } = visit
  await page.goto(`${street.shop.origin}/checkout`)
  await heading(frame, 'Pay Sandbox merchant')
  const opening = context.waitForEvent('page')
  await payWithCard(frame)
  await heading(frame, 'Confirm with your bank')
  await act({ ...visit, window: await opening })
  await visit.leave()
}

async function payWithCard(frame: FrameLocator): Promise<void> {
  await frame.getByLabel('Card number').fill(cards.challenge)
  await frame.getByLabel('Expiry date').fill('1240')
  await frame.getByLabel('CVC').fill('123')
  await frame.getByRole('button', { name: /^Pay / }).click()
}

const paymentsHeard = (visit: Shopper) =>
  typesOf(visit, street.at.url).filter((type) => type.startsWith('payment_'))

test('the bank asks in a window, which goes when it is answered, and the frame goes on', () =>
  asked(async (visit) => {
    const { window, frame } = visit
    await heading(window, 'Confirm with your bank')
    assert.equal(new URL(window.url()).hash, '')
    await holdsInEveryLook(window)
    await frame.getByText('Waiting for your answer in the other window.').waitFor()
    const closing = window.waitForEvent('close')
    await window.getByRole('button', { name: 'Confirm payment' }).click()
    await closing
    await heading(frame, 'Payment received')
    assert.deepEqual(paymentsHeard(visit), ['payment_success'])
  }))

test('who refuses in the window is back at the ways to pay', () =>
  asked(async (visit) => {
    const { window, frame } = visit
    await window.getByRole('button', { name: 'Refuse' }).click()
    await frame.getByText('The payment was not confirmed with your bank.').waitFor()
    await heading(frame, 'Pay Sandbox merchant')
    assert.deepEqual(paymentsHeard(visit), ['payment_error'])
  }))

test('a window that is closed without an answer is opened again, or left for another way', () =>
  asked(async ({ window, frame, context }) => {
    await heading(window, 'Confirm with your bank')
    await window.close()
    await frame.getByText('The window was closed before you answered.').waitFor()
    const opening = context.waitForEvent('page')
    await frame.getByRole('button', { name: 'Open the window again' }).click()
    const again = await opening
    await heading(again, 'Confirm with your bank')
    await again.close()
    await frame.getByText('The window was closed before you answered.').waitFor()
    await frame.getByRole('button', { name: 'Pay another way' }).click()
    await frame.getByText('You left before you confirmed with your bank.').waitFor()
    await frame.getByText('You have not been charged.').waitFor()
  }))

test('a window that the browser holds back is said so, and opened by the payer', async () => {
  const visit = await shopper(street)
  const { page, frame, context } = visit
  await context.addInitScript(() => {
    const open = window.open.bind(window)
    let held = true
    window.open = (...given: Parameters<typeof open>) => {
      if (!held) return open(...given)
      held = false
      return null
    }
  })
  await page.goto(`${street.shop.origin}/checkout`)
  await heading(frame, 'Pay Sandbox merchant')
  await payWithCard(frame)
  await frame.getByText('Your browser held the window back.').waitFor()
  const opening = context.waitForEvent('page')
  await frame.getByRole('button', { name: 'Open your bank’s window' }).click()
  await (await opening).getByRole('button', { name: 'Confirm payment' }).click()
  await heading(frame, 'Payment received')
  await visit.leave()
})
