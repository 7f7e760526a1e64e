import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export const widths = [360, 768, 1280]

/** Shows a page at phone and desktop width, in both themes, and holds each look to what all promise. */
export async function holdsInEveryLook(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    const overflows = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    assert.equal(overflows, false, `The page is wider than its window of ${width} px.`)
    await page.emulateMedia({ colorScheme: 'light' })
    await passes(new AxeBuilder({ page }), `${width} px, light`)
    await page.emulateMedia({ colorScheme: 'dark' })
    // A theme changes colours and nothing else.
    const colours = new AxeBuilder({ page }).withTags('cat.color')
    await passes(colours, `${width} px, dark`)
  }
}

async function passes(axe: AxeBuilder, look: string): Promise<void> {
  // Our pages hold no frames, for whose sake the other mode opens a window per look.
  const { violations } = await axe.setLegacyMode(true).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)
  assert.deepEqual(told, [], look)
}
