import assert from 'node:assert/strict'
import type { Browser, BrowserContext, FrameLocator, Page, Request } from 'playwright-core'
import { openShop, type Shop } from '../../examples/merchant/server.ts'
import { type RunningInstallation, startInstallation } from './installation.ts'
import { openBrowser, unlikeHome } from './visitor.ts'

export const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups'

/** An installation, a shop of another site that embeds it, and a browser. */
export type Street = {
  readonly at: RunningInstallation
  readonly shop: Shop
  readonly browser: Browser
  readonly close: () => Promise<void>
}

export async function openStreet(): Promise<Street> {
  const at = await startInstallation('debug')
  const shop = await openShop({ url: at.url, key: at.keys.merchantKey, port: 0 })
  const browser = await openBrowser([unlikeHome])
  return {
    at,
    shop,
    browser,
    close: async () => {
      await browser.close()
      await shop.close()
      await at.stop()
    },
  }
}

type Heard = { readonly origin: string; readonly data: unknown }

/** Somebody in the shop. Whatever pages send, say and hear while they are there is kept, and searched in the end. */
export type Shopper = {
  readonly page: Page
  readonly context: BrowserContext
  readonly frame: FrameLocator
  /** What windows heard from others so far, of every page. */
  readonly heard: readonly Heard[]
  /** What pages complained of so far. */
  readonly complaints: readonly string[]
  /** A link that did not come through the shop; its secret is searched for as well. */
  readonly knows: (link: string) => string
  /** Fails when a secret went anywhere it must not. */
  readonly leave: () => Promise<void>
}

export async function shopper({ at, browser }: Street): Promise<Shopper> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
  const heard: Heard[] = []
  const complaints: string[] = []
  const secrets = new Set<string>()
  const sent: Promise<string>[] = []
  const learnt: Promise<void>[] = []
  await context.exposeBinding('hear', (_source, origin: string, data: unknown) => {
    heard.push({ origin, data })
  })
  await context.addInitScript(() => {
    addEventListener('message', ({ origin, data }) => {
      ;(window as unknown as { hear: (...told: unknown[]) => void }).hear(origin, data)
    })
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('request', (request) => sent.push(told(request)))
  context.on('response', (response) => {
    if (!/\/v0\/portal\/sessions$|\/api\/(portal-link|orders)$/.test(response.url())) return
    const learning = response.json().then(({ token, url }) => {
      for (const secret of [token, url && new URL(url).hash.slice(1)]) secret && secrets.add(secret)
    })
    learnt.push(learning.catch(() => undefined))
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return {
    page,
    context,
    frame: page.frameLocator('iframe'),
    heard,
    complaints,
    knows: (link) => {
      secrets.add(new URL(link).hash.slice(1))
      return link
    },
    leave: async () => {
      await Promise.all(learnt)
      const messages = heard.map((one) => JSON.stringify(one))
      const travelled = [...(await Promise.all(sent)), ...messages, at.said()]
      await context.close()
      assert.ok(secrets.size > 0, 'nobody looked at a page that has secrets')
      for (const secret of secrets) {
        const spilt = travelled.filter((text) => text.includes(secret))
        assert.deepEqual(spilt, [])
      }
    },
  }
}

/** What a request says besides the one header and the one body that carry secrets by design. */
async function told(request: Request): Promise<string> {
  const url = request.url()
  const headers = await request.allHeaders().catch(() => ({}) as Record<string, string>)
  const { authorization, ...others } = headers
  const isExchange = request.method() === 'POST' && url.endsWith('/v0/portal/sessions')
  const body = isExchange ? '' : (request.postData() ?? '')
  return `${url} ${JSON.stringify(others)} ${body}`
}

/** Messages that came from the product, by their types. */
export function typesOf({ heard }: Shopper, origin: string): string[] {
  const ours = heard.filter((one) => one.origin === origin)
  return ours.map(({ data }) => String((data as { type?: unknown }).type))
}

/** A fresh link to the portal of the shop's customer. */
export async function shopLink({ shop }: Street): Promise<string> {
  const reply = await fetch(`${shop.origin}/api/portal-link`, { method: 'POST' })
  return (await reply.json()).url
}

type Stand = { readonly origin: string; readonly headers?: Record<string, string> }

/** A page of any origin, without a server behind it, that embeds a link by the newest script. */
export async function embedAt(
  { page, knows }: Shopper,
  { origin, headers = {} }: Stand,
  {
    link,
    script,
    ...more
  }: { readonly link: string; readonly script: string; readonly downloads?: boolean },
): Promise<void> {
  const mounting = JSON.stringify({ url: knows(link), locale: 'en', ...more })
  const body = `<!doctype html><title>Shop</title><div id="place"></div>
    <script src="${script}"></script>
    <script>
      var events = []
      var onEvent = (event) => events.push(event)
      Tallystick.mount(document.getElementById('place'), { ...${mounting}, onEvent })
    </script>`
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', headers, body }),
  )
  await page.goto(`${origin}/`)
}
