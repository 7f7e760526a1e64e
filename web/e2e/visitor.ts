import assert from 'node:assert/strict'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Pages of sites that do not exist may load from this machine, and by http if that is what is asked. */
export const unlikeHome =
  '--disable-features=LocalNetworkAccessChecks,HttpsUpgrades,HttpsFirstBalancedMode'

export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: [...flags, ...more] })
}

/** Somebody with a browser of their own, who sees to it that the pages keep their secrets. */
export type Visitor = {
  readonly page: Page
  readonly context: BrowserContext
  /** A further tab, with the same storage as any other tab of a browser: none of the session's. */
  readonly openTab: () => Promise<Page>
  /** Closes the browser. Fails when a page threw, broke its policy or let a secret travel. */
  readonly leave: () => Promise<void>
}

export async function visitor(browser: Browser): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  const broken: string[] = []
  const travelled: Promise<string>[] = []
  const secrets = new Set<string>()
  context.on('weberror', (error) => broken.push(error.error().message))
  context.on('console', (message) => {
    // A refusal of the API is a test's own affair; what else is complained of is a fault.
    const isReply = /\/v0\//.test(message.location().url) && /Failed to load/.test(message.text())
    if (message.type() === 'error' && !isReply) broken.push(message.text())
  })
  context.on('request', (request) => {
    // A page that is on its way to its first address has none yet; what it loads then, has.
    const address = request.isNavigationRequest() ? '' : request.frame().url()
    const hash = URL.parse(address)?.hash ?? ''
    if (hash.length > 1) secrets.add(hash.slice(1))
    const told = request.allHeaders().then(
      ({ referer = '' }) => `${request.url()} ${referer}`,
      () => request.url(),
    )
    travelled.push(told)
  })
  return {
    page: await context.newPage(),
    context,
    openTab: () => context.newPage(),
    leave: async () => {
      const told = await Promise.all(travelled)
      await context.close()
      assert.deepEqual(broken, [])
      const spilt = told.filter((text) => [...secrets].some((secret) => text.includes(secret)))
      assert.deepEqual(spilt, [])
    },
  }
}
