import type { Browser, Page } from 'playwright-core'
import type { RunningInstallation } from './installation.ts'
import { ask, portalLink } from './merchant.ts'
import { visitor } from './visitor.ts'

const all = {
  topUp: true,
  managePaymentMethods: true,
  editBillingDetails: true,
  cancel: true,
  changePlan: true,
}

/** What the merchant lets customers do by themselves: everything but what is named otherwise. */
export async function allow(
  at: RunningInstallation,
  wish: Partial<Record<keyof typeof all, boolean>> = {},
): Promise<void> {
  const door = `PATCH /v0/organizations/${at.keys.merchantId}/portalSettings`
  await ask(at, door, { customersMay: { ...all, ...wish } })
}

/** Somebody who looks at the portal of a subscription, and sees to its promises in the end. */
export async function inPortal(
  { browser, at }: { readonly browser: Browser; readonly at: RunningInstallation },
  subscriptionId: string,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const { page, leave } = await visitor(browser)
  await page.goto(await portalLink(at, subscriptionId))
  await page.getByRole('navigation').waitFor()
  await look(page)
  await leave()
}

/** Goes to a section by its link. */
export async function goTo(page: Page, section: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: section }).click()
  await page.getByRole('heading', { level: 1, name: section }).waitFor()
}

/** What the page says it has just done. */
export async function told(page: Page, sentence: string | RegExp): Promise<void> {
  await page.getByRole('status').getByText(sentence).waitFor()
}
