import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { heading } from './card.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
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

type Mails = { readonly data: readonly { readonly id: string }[] }

/** The link that was mailed to a customer of this name and address. */
async function givenLink(name: string, email: string): Promise<string> {
  const { merchantId } = installation.keys
  const consumer = { name, email, address: { country: 'GB', zipCode: 'CB1 2AB' } }
  const made = await ask<{ customerId: string }>(installation, 'POST /v0/customers', {
    merchantId,
    consumer,
  })
  const { customerId } = made
  await ask(installation, `POST /v0/customers/${customerId}/claimLink`)
  for (;;) {
    const query = `kind=account_claim&customerId=${customerId}`
    const { data } = await ask<Mails>(installation, `GET /v0/notices?${query}`)
    const [mail] = data
    if (mail) {
      const { text } = await ask<{ text: string }>(installation, `GET /v0/notices/${mail.id}`)
      return /http\S+\/claim\/\S+/.exec(text)?.[0] ?? ''
    }
    await sleep(100)
  }
}

test('who follows the link of the mail chooses a password, and the account is theirs', async () => {
  const link = await givenLink('Ada Lovelace', 'ada@example.com')
  const { page, leave } = await visitor(browser)
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: /^Take over your account at / }).waitFor()
  assert.equal(new URL(page.url()).hash, '', 'the secret does not stay in the address')
  await holdsInEveryLook(page)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: /^Take over your account at / }).waitFor()

  await page.getByLabel('Password').fill('short')
  await page.getByLabel('Password').press('Enter')
  await page.getByText('Use at least twelve characters.').waitFor()
  await holdsInEveryLook(page)
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Password').fill('a countess of numbers')
  await page.getByRole('button', { name: 'Take over the account' }).click()
  await heading(page, 'The account is yours')
  await page.getByText('From now on you sign in as ada@example.com.').waitFor()
  await holdsInEveryLook(page)
  await page.reload()
  await heading(page, 'This link has expired')
  await leave()
})

test('who signs in already adds the account, after a word about a wrong password', async () => {
  const link = await givenLink('Analytical Engines', 'engines@example.com')
  const { page, leave } = await visitor(browser)
  await page.goto(link)
  await page.getByRole('button', { name: 'I sign in here already' }).click()
  await page.getByRole('button', { name: 'Take over the account' }).click()
  await page.getByText('Enter your email address.').waitFor()
  await page.getByLabel('Email address').fill('ada@example.com')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Take over the account' }).click()
  await page.getByText('The email address or the password is not right.').waitFor()
  await holdsInEveryLook(page)
  await page.getByLabel('Password').fill('a countess of numbers')
  await page.getByLabel('Password').press('Enter')
  await heading(page, 'The account is yours')
  await leave()
})

test('a link that is not right is told so, in the language of the address', async () => {
  const link = await givenLink('Nobody Yet', 'nobody@example.com')
  const { page, leave } = await visitor(browser)
  await page.goto(`${link.replace('#', '?locale=de#')}0`)
  await heading(page, 'Dieser Link funktioniert nicht')
  await holdsInEveryLook(page)
  await page.goto(`${installation.url}/claim/clm_1`)
  await heading(page, 'This link does not work')
  await leave()
})
