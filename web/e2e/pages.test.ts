import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { heading } from './card.ts'
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

/** Somebody who looks at a page, and at all its looks once they have seen what they came for. */
async function look(visit: (page: Page) => Promise<void>): Promise<void> {
  const { page, leave } = await visitor(browser)
  await visit(page)
  await holdsInEveryLook(page)
  await leave()
}

test('the start page says what is running and where to go', () =>
  look(async (page) => {
    await page.goto(installation.url)
    await heading(page, 'Tallystick is running')
    await page.getByText('Up', { exact: true }).nth(1).waitFor()
    await page.getByText(`${installation.url}/v0`, { exact: true }).waitFor()
  }))

for (const path of ['/checkout/ps_none', '/p/pl_none']) {
  test(`a secret that opens nothing at ${path} is said so, and leaves the address`, () =>
    look(async (page) => {
      await page.goto(`${installation.url}${path}#no-such-secret`)
      await heading(page, 'This link does not work')
      assert.equal(new URL(page.url()).hash, '')
      assert.equal(await page.evaluate(() => sessionStorage.length), 0)
    }))
}

test('a page without a network says so and offers another try', () =>
  look(async (page) => {
    await page.route('**/v0/**', (route) => route.abort('internetdisconnected'))
    await page.goto(`${installation.url}/p/pl_none#no-such-secret`)
    await heading(page, 'No connection')
    // A secret nobody has looked at is kept, so that the next try can use it.
    assert.equal(new URL(page.url()).hash, '#no-such-secret')
    await page.unroute('**/v0/**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await heading(page, 'This link does not work')
  }))

for (const path of ['/', '/outbox', '/checkout/ps_none', '/p/pl_none']) {
  test(`the scripts of ${path} are under 200 kB as they are sent`, async () => {
    const { page, leave } = await visitor(browser)
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
      }
    })
    await page.goto(`${installation.url}${path}#no-such-secret`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    assert.ok(total > 0 && total < 200_000, `${total} bytes`)
    await leave()
  })
}
