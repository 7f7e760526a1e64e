import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { heading } from './card.ts'
import { claimLinkFor } from './claim-link.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { holdsInEveryLook } from './looks.ts'
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

test('who follows the link of the mail chooses a password, and the account is theirs', async () => {
  const link = await claimLinkFor(installation, { name: 'Ada Lovelace', email: 'ada@example.com' })
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
  const link = await claimLinkFor(installation, {
    name: 'Analytical Engines',
    email: 'engines@example.com',
  })
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
  const link = await claimLinkFor(installation, { name: 'Nobody Yet', email: 'nobody@example.com' })
  const { page, leave } = await visitor(browser)
  await page.goto(`${link.replace('#', '?locale=de#')}0`)
  await heading(page, 'Dieser Link funktioniert nicht')
  await holdsInEveryLook(page)
  await page.goto(`${installation.url}/claim/clm_1`)
  await heading(page, 'This link does not work')
  await leave()
})
