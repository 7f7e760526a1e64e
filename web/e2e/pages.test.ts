import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { everyLook, openBrowser } from './looks.ts'

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

test('the start page says what is running and where to go', async () => {
  await everyLook(browser, async (page) => {
    await page.goto(installation.url)
    await page.getByRole('heading', { level: 1, name: 'Tallystick is running' }).waitFor()
    await page.getByText('Up', { exact: true }).nth(1).waitFor()
    await page.getByText(`${installation.url}/v0`, { exact: true }).waitFor()
  })
})

for (const path of ['/checkout/ps_none', '/p/prt_none']) {
  test(`a secret that opens nothing at ${path} is said so, and leaves the address`, async () => {
    await everyLook(browser, async (page) => {
      await page.goto(`${installation.url}${path}#no-such-secret`)
      await page.getByRole('heading', { level: 1, name: 'This link does not work' }).waitFor()
      assert.equal(new URL(page.url()).hash, '')
      assert.equal(await page.evaluate(() => sessionStorage.length), 0)
    })
  })
}

test('a page without a network says so and offers another try', async () => {
  await everyLook(browser, async (page) => {
    await page.route('**/v0/**', (route) => route.abort('internetdisconnected'))
    await page.goto(`${installation.url}/p/prt_none#no-such-secret`)
    await page.getByRole('heading', { level: 1, name: 'No connection' }).waitFor()
    // A secret nobody has looked at is kept, so that the next try can use it.
    assert.equal(new URL(page.url()).hash, '#no-such-secret')
    await page.unroute('**/v0/**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'This link does not work' }).waitFor()
  })
})

test('the scripts of a customer page are under 200 kB as they are sent', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    }
  })
  await page.goto(`${installation.url}/checkout/ps_none#no-such-secret`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  assert.ok(total > 0 && total < 200_000, `${total} bytes`)
  await context.close()
})
