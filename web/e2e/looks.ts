import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: flags })
}

const widths = [360, 1280]
const themes = ['light', 'dark'] as const

/** Shows a page at phone and desktop width, in both themes, and holds each look to what all promise. */
export async function everyLook(
  browser: Browser,
  visit: (page: Page) => Promise<void>,
): Promise<void> {
  for (const width of widths) {
    for (const colorScheme of themes) {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        locale: 'en-GB',
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      const broken = watchPolicy(page)
      await visit(page)
      await holdsUp(page)
      assert.deepEqual(broken, [])
      await context.close()
    }
  }
}

/** What the content security policy refused, or scripts threw. A failed request is the test's own affair. */
function watchPolicy(page: Page): readonly string[] {
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) broken.push(message.text())
  })
  return broken
}

async function holdsUp(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`),
    [],
  )
  const overflows = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  assert.equal(overflows, false, 'The page is wider than its window.')
}
