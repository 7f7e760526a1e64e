import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { fakeStripe } from '../../server/test/harness/stripe/stripe.ts'
import { heading } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask, makeOffer, type Offer, subscribe } from './merchant.ts'
import { standInForStripeJs } from './stripe-page.ts'
import { openBrowser, type Visitor, visitor } from './visitor.ts'

const stripe = await fakeStripe(() => Temporal.Now.instant())

let installation: RunningInstallation
let browser: Browser
let offer: Offer

before(async () => {
  const { secretKey, publishableKey, webhookSecrets, url } = stripe.config
  installation = await startInstallation('error', {
    TALLY_STRIPE_SECRET_KEY: secretKey,
    TALLY_STRIPE_PUBLISHABLE_KEY: publishableKey,
    TALLY_STRIPE_WEBHOOK_SECRET: webhookSecrets.join(','),
    TALLY_STRIPE_URL: url,
  })
  browser = await openBrowser()
  offer = await makeOffer(installation)
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

type Payment = { readonly id: string; readonly status: string; readonly paymentUrl: string }
type Paying = Visitor & { readonly of: Payment; readonly loaded: () => number }

async function paying(
  look: (visit: Paying) => Promise<void>,
  wish: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const terms = { amount: '25.00', currency: 'USD', reference: 'Workshop', ...wish }
  const of = await ask<Payment>(installation, 'POST /v0/payments', terms)
  const guest = await visitor(browser)
  const { loaded } = await standInForStripeJs(guest.context, stripe)
  await guest.page.goto(of.paymentUrl)
  await heading(guest.page, 'Pay Sandbox merchant')
  await look({ ...guest, of, loaded })
  await guest.leave()
}

async function payThat(page: Page, behaviour: string): Promise<void> {
  await page.getByLabel('What the card does').selectOption(behaviour)
  await page.getByRole('button', { name: /^Pay / }).click()
}

const statusOf = async ({ id }: Payment) =>
  (await ask<Payment>(installation, `GET /v0/payments/${id}`)).status

test('the form of Stripe is loaded where it is offered, and pays', () =>
  paying(async ({ page, of, loaded }) => {
    await page.getByLabel('What the card does').waitFor()
    assert.equal(loaded(), 1)
    await payThat(page, 'succeeds')
    await heading(page, 'Payment received')
    assert.equal(await statusOf(of), 'completed')
  }))

test('what is missing in the form is left to it, a decline is said, and another card pays', () =>
  paying(async ({ page, of }) => {
    await payThat(page, 'incomplete')
    await payThat(page, 'card_declined')
    await page.getByText('Your card was declined. Try another card or ask your bank.').waitFor()
    assert.equal(await statusOf(of), 'pending')
    await payThat(page, 'succeeds')
    await heading(page, 'Payment received')
  }))

test('the bank asks in a window of Stripe, and a refusal leaves the payment open', () =>
  paying(async ({ page, of }) => {
    await payThat(page, 'challenge')
    await page.getByRole('button', { name: 'Bank: refuse' }).click()
    await page.getByText('The payment was not confirmed with your bank.').waitFor()
    await payThat(page, 'challenge')
    await page.getByRole('button', { name: 'Bank: accept' }).click()
    await heading(page, 'Payment received')
    assert.equal(await statusOf(of), 'completed')
  }))

test('a debit that takes days is waited for without a word from Stripe', () =>
  paying(async ({ page, of }) => {
    await payThat(page, 'delayed')
    await heading(page, 'Your payment is on its way')
    await page.reload()
    await heading(page, 'Your payment is on its way')
    stripe.banksAct()
    await heading(page, 'Payment received')
    assert.equal(await statusOf(of), 'completed')
  }))

test('a method that is saved in the form of Stripe pays the next time, and its bank can ask', async () => {
  const { customerId } = await subscribe(installation, offer)
  const door = `POST /v0/customers/${customerId}/paymentMethods`
  const { url } = await ask<{ url: string }>(installation, door, {})
  const guest = await visitor(browser)
  await standInForStripeJs(guest.context, stripe)
  await guest.page.goto(url)
  await heading(guest.page, 'Save a payment method for Sandbox merchant')
  await guest.page.getByLabel('What the card does').selectOption('challenge')
  await guest.page.getByRole('button', { name: /^Save/ }).click()
  await guest.page.getByRole('button', { name: 'Bank: accept' }).click()
  await heading(guest.page, 'Card saved')
  await guest.leave()

  await paying(
    async ({ page, of, loaded }) => {
      await page.getByRole('radio', { name: /ending in/ }).waitFor()
      await holdsInEveryLook(page)
      assert.equal(loaded(), 0)
      await page.getByRole('button', { name: /^Pay / }).click()
      await page.getByRole('button', { name: 'Bank: accept' }).click()
      await heading(page, 'Payment received')
      assert.equal(await statusOf(of), 'completed')
    },
    { customerId },
  )
})
