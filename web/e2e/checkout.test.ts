import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { cards, heading, payWith } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask, makeOffer, type Offer, type Subscribed, stateOf, subscribe } from './merchant.ts'
import { openBrowser, type Visitor, visitor } from './visitor.ts'

let installation: RunningInstallation
let browser: Browser
let offer: Offer

before(async () => {
  installation = await startInstallation()
  browser = await openBrowser()
  offer = await makeOffer(installation, { fee: '99.00' })
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

/** A new subscription, and somebody who looks at its checkout. */
async function checkout(
  look: (visit: Visitor & { readonly of: Subscribed }) => Promise<void>,
  wish?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const of = await subscribe(installation, offer, wish)
  const guest = await visitor(browser)
  await guest.page.goto(of.checkoutUrl)
  await heading(guest.page, 'Pay Sandbox merchant')
  await look({ ...guest, of })
  await guest.leave()
}

const paid = { status: 'active', funds: '150.00' }
const unpaid = { status: 'pending_payment', funds: '0' }

test('a payer sees what it is for, pays once, and the subscription is active', () =>
  checkout(async ({ page, of }) => {
    assert.equal(new URL(page.url()).hash, '')
    await page.getByRole('row', { name: /Set-up.*99\.00/ }).waitFor()
    await page.getByRole('row', { name: /150\.00/ }).waitFor()
    await page.getByRole('row', { name: /Total.*249\.00/ }).waitFor()
    await holdsInEveryLook(page)

    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
    await page.getByText('249.00 USD paid to Sandbox merchant.').waitFor()
    await holdsInEveryLook(page)
    assert.deepEqual(await stateOf(installation, of), paid)

    await page.reload()
    await heading(page, 'This is already paid')
    await page.goto(of.checkoutUrl)
    await heading(page, 'This is already paid')
  }))

test('a declined card is said so in plain words, and another one pays', () =>
  checkout(async ({ page, of }) => {
    await payWith(page, cards.card_declined)
    await page.getByText('Your card was declined. Try another card or ask your bank.').waitFor()
    await page.getByText('You have not been charged.').waitFor()
    assert.equal(await page.getByLabel('Card number').inputValue(), '4000 0000 0000 0002')
    assert.equal(await page.getByLabel('CVC').inputValue(), '')
    await holdsInEveryLook(page)
    assert.deepEqual(await stateOf(installation, of), unpaid)

    for (const [number, words] of [
      [cards.insufficient_funds, 'Your card does not have enough funds. Try another card.'],
      [cards.expired_card, 'Your card has expired. Use another card.'],
    ] as const) {
      await payWith(page, number)
      await page.getByText(words).waitFor()
    }
    await page.reload()
    await page.getByText('Your card has expired. Use another card.').waitFor()
    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('who refuses the bank’s question has not paid; who confirms it, even in another tab, has', () =>
  checkout(async ({ page, of, openTab }) => {
    await payWith(page, cards.challenge)
    await heading(page, 'Confirm with your bank')
    await holdsInEveryLook(page)
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page.getByText('The payment was not confirmed with your bank.').waitFor()
    assert.deepEqual(await stateOf(installation, of), unpaid)

    await payWith(page, cards.challenge)
    await heading(page, 'Confirm with your bank')
    await page.reload()
    await heading(page, 'Confirm with your bank')
    await page.close()
    const again = await openTab()
    await again.goto(of.checkoutUrl)
    await again.getByRole('button', { name: 'Confirm payment' }).click()
    await heading(again, 'Payment received')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('a payment that takes its time is waited for, across a reload', () =>
  checkout(async ({ page, of }) => {
    await payWith(page, cards.delayed)
    await heading(page, 'Your payment is on its way')
    await page.reload()
    await heading(page, 'Your payment is on its way')
    await holdsInEveryLook(page)
    await heading(page, 'Payment received')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('two tabs pay once: the second learns what the first did', () =>
  checkout(async ({ page, of, openTab }) => {
    const second = await openTab()
    const third = await openTab()
    for (const tab of [second, third]) await tab.goto(of.checkoutUrl)
    await payWith(page, cards.challenge)
    await heading(page, 'Confirm with your bank')
    await payWith(second, cards.succeeds)
    await heading(second, 'Confirm with your bank')
    await page.getByRole('button', { name: 'Confirm payment' }).click()
    await heading(page, 'Payment received')
    await second.getByRole('button', { name: 'Confirm payment' }).click()
    await heading(second, 'Payment received')
    await payWith(third, cards.succeeds)
    await heading(third, 'This is already paid')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('a button pressed twice pays once', () =>
  checkout(async ({ page, of }) => {
    const posted: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/payments')) posted.push(request.url())
    })
    await page.getByLabel('Card number').fill(cards.succeeds)
    await page.getByLabel('Expiry date').fill('1240')
    await page.getByLabel('CVC').fill('123')
    await page.getByRole('button', { name: /^Pay / }).dblclick()
    await heading(page, 'Payment received')
    assert.equal(posted.length, 1)
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('a lost connection is not a lost payment, and never a second one', () =>
  checkout(async ({ page, of }) => {
    await page.route('**/payments', (route) => route.abort('connectionreset'))
    await payWith(page, cards.succeeds)
    await page.getByText('The connection was lost before your payment arrived.').waitFor()
    assert.deepEqual(await stateOf(installation, of), unpaid)

    await page.unroute('**/payments')
    await page.route('**/payments', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await payWith(page, cards.succeeds)
    await heading(page, 'Payment received')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('the whole way is walked with the keyboard alone', () =>
  checkout(async ({ page, of }) => {
    const { keyboard } = page
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'))
    while ((await focused()) !== 'number') await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByText('Enter the card number.').waitFor()
    await holdsInEveryLook(page)
    assert.equal(await focused(), 'number')
    for (const text of [cards.challenge, '1240', '123']) {
      await keyboard.type(text)
      await keyboard.press('Tab')
    }
    await keyboard.press('Enter')
    await heading(page, 'Confirm with your bank')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await heading(page, 'Payment received')
    assert.deepEqual(await stateOf(installation, of), paid)
  }))

test('who has paid is taken to the address of the merchant, without a trace of the link', async () => {
  const onSuccess = 'https://shop.example/thanks?order=1'
  await checkout(
    async ({ page, context }) => {
      const referers: unknown[] = []
      await context.route('https://shop.example/**', async (route) => {
        referers.push((await route.request().allHeaders())['referer'])
        await route.fulfill({ contentType: 'text/html', body: '<h1>Thanks</h1>' })
      })
      await payWith(page, cards.succeeds)
      await page.getByRole('link', { name: 'Continue to shop.example' }).waitFor()
      await page.waitForURL(onSuccess)
      assert.deepEqual(referers, [undefined])
    },
    { redirectUrls: { onSuccess } },
  )
})

test('who tries one card after the other is told to wait', () =>
  checkout(async ({ page, of }) => {
    const told = page.getByText('Wait a moment, then try again.')
    for (let tries = 0; tries < 15 && !(await told.isVisible()); tries += 1) {
      const answered = page.waitForResponse('**/payments')
      await payWith(page, cards.card_declined)
      await answered
      await page.getByText('You have not been charged.').waitFor()
    }
    await told.waitFor()
    assert.deepEqual(await stateOf(installation, of), unpaid)
  }))

test('a cancelled subscription can no longer be paid, and the page says so', () =>
  checkout(async ({ page, of }) => {
    const door = `POST /v0/subscriptions/${of.subscriptionId}/termination`
    await ask(installation, door, { reason: 'Changed their mind' })
    await payWith(page, cards.succeeds)
    await heading(page, 'This payment was cancelled')
    await holdsInEveryLook(page)
    assert.equal((await stateOf(installation, of)).funds, '0')
  }))

test('a page says by itself that its time is over, and so does one that is opened later', async () => {
  type Payment = { readonly id: string; readonly status: string; readonly paymentUrl?: string }
  const wish = { amount: '25.00', currency: 'USD', reference: 'Workshop', expiresIn: 'PT10S' }
  const { id, paymentUrl = '' } = await ask<Payment>(installation, 'POST /v0/payments', wish)
  const { page, openTab, leave } = await visitor(browser)
  await page.goto(paymentUrl)
  await heading(page, 'Pay Sandbox merchant')
  await heading(page, 'This payment link has expired')
  const late = await openTab()
  await late.goto(paymentUrl)
  await heading(late, 'This payment link has expired')
  await holdsInEveryLook(late)
  const { status } = await ask<Payment>(installation, `GET /v0/payments/${id}`)
  assert.equal(status, 'expired')
  await leave()
})
