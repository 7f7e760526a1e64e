import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { cards, heading, payWith } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { type Invoiced, invoiced, invoiceStatus } from './invoiced.ts'
import { holdsInEveryLook } from './looks.ts'
import { ask } from './merchant.ts'
import { openBrowser, visitor } from './visitor.ts'

let installation: RunningInstallation
let browser: Browser

before(async () => {
  installation = await startInstallation()
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await installation?.stop()
})

/** A new invoice of 96.30, and somebody who looks at its page. */
async function page(
  balance: string,
  look: (page: Page, of: Invoiced) => Promise<void>,
): Promise<void> {
  const of = await invoiced(installation, { balance })
  const guest = await visitor(browser)
  await guest.page.goto(of.invoice.paymentUrl)
  await heading(guest.page, 'Pay Sandbox merchant')
  await look(guest.page, of)
  await guest.leave()
}

const row = (at: Page, name: RegExp) => at.getByRole('row', { name }).waitFor()
const balance = (at: Page) => at.getByRole('radio', { name: /^Balance/ })
const statusOf = (of: Invoiced) => invoiceStatus(installation, of)

test('a payer sees every line of an invoice, its tax and what was paid before, and pays it with a card', () =>
  page('10.00', async (at, of) => {
    await at.getByText(`Invoice ${of.invoice.invoiceNumber} · Due on 2 Jan 2027`).waitFor()
    await row(at, /Priority support.*1 Dec 2026 to 31 Dec 2026.*49\.00/)
    await row(at, /Context tokens.*Quantity 12,500.*31\.25/)
    await row(at, /Calls.*Quantity 40.*4\.00/)
    await row(at, /Tax 20 %.*16\.85/)
    await row(at, /Already paid.*−4\.80/)
    await row(at, /To pay.*96\.30/)
    assert.equal(await balance(at).count(), 0, 'a balance that does not suffice is not offered')
    await holdsInEveryLook(at)

    await payWith(at, cards.card_declined)
    await at.getByText('Your card was declined. Try another card or ask your bank.').waitFor()
    assert.equal(await statusOf(of), 'ISSUED')
    await payWith(at, cards.succeeds)
    await heading(at, 'Payment received')
    await at.getByText(`96.30 USD paid to Sandbox merchant for Invoice`).waitFor()
    await holdsInEveryLook(at)
    assert.equal(await statusOf(of), 'PAID')
    await at.reload()
    await heading(at, 'This is already paid')
  }))

test('the invoice itself can be read from its page', () =>
  page('10.00', async (at) => {
    const link = at.getByRole('link', { name: 'Read the invoice (PDF)' })
    const reply = await fetch((await link.getAttribute('href')) ?? '')
    assert.deepEqual([reply.status, reply.headers.get('content-type')], [200, 'application/pdf'])
  }))

test('a payer whose balance suffices chooses to pay out of it', () =>
  page('120.00', async (at, of) => {
    assert.equal(await at.getByRole('radio', { name: 'Card' }).isChecked(), true)
    await balance(at).check()
    await at.getByText('96.30 USD will be taken from your balance').waitFor()
    assert.equal(await at.getByLabel('Card number').count(), 0)
    await holdsInEveryLook(at)
    await at.getByRole('button', { name: 'Pay 96.30 USD' }).click()
    await heading(at, 'Payment received')
    assert.equal(await statusOf(of), 'PAID')
  }))

test('a balance that went elsewhere meanwhile is said so, and a card pays', () =>
  page('120.00', async (at, of) => {
    await balance(at).check()
    const door = `POST /v0/customers/${of.customerId}/fundsReturns`
    await ask(installation, door, { amount: '100.00', currency: 'USD' })
    await at.getByRole('button', { name: 'Pay 96.30 USD' }).click()
    await at.getByText('Your balance no longer covers this. Pay with a card.').waitFor()
    assert.equal(await balance(at).count(), 0)
    await holdsInEveryLook(at)
    assert.equal(await statusOf(of), 'ISSUED')
    await payWith(at, cards.succeeds)
    await heading(at, 'Payment received')
    assert.equal(await statusOf(of), 'PAID')
  }))

test('an invoice that was settled in another way takes no payment, and its page says so', () =>
  page('10.00', async (at, of) => {
    await ask(installation, `POST /v2/invoices/${of.invoice.id}/markPaid`, {})
    await payWith(at, cards.succeeds)
    await heading(at, 'Nothing is to be paid here')
    await at.getByText(`Invoice ${of.invoice.invoiceNumber} was settled in another way`).waitFor()
    await holdsInEveryLook(at)
  }))

test('two tabs pay an invoice once, one with a card and one out of the balance', () =>
  page('120.00', async (at, of) => {
    const second = await at.context().newPage()
    await second.goto(of.invoice.paymentUrl)
    await balance(second).check()
    await payWith(at, cards.challenge)
    await heading(at, 'Confirm with your bank')
    await second.getByRole('button', { name: 'Pay 96.30 USD' }).click()
    await heading(second, 'Confirm with your bank')
    await at.getByRole('button', { name: 'Confirm payment' }).click()
    await heading(at, 'Payment received')
    await second.getByRole('button', { name: 'Confirm payment' }).click()
    await heading(second, 'Payment received')
    assert.equal(await statusOf(of), 'PAID')
    const door = `GET /v0/accounts?customerId=${of.customerId}`
    type Accounts = { data: readonly { kind: string; balance: string }[] }
    const { data } = await ask<Accounts>(installation, door)
    assert.equal(data.find(({ kind }) => kind === 'funds')?.balance, '115.20')
  }))
