import type { Page } from 'playwright-core'

export const cards = {
  succeeds: '4242424242424242',
  challenge: '4000000000003220',
  delayed: '4000000000000077',
  card_declined: '4000000000000002',
  insufficient_funds: '4000000000009995',
  expired_card: '4000000000000069',
}

/** Types a card as its holder would, and presses the button. */
export async function payWith(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number)
  await page.getByLabel('Expiry date').fill('1240')
  await page.getByLabel('CVC').fill('123')
  await page.getByRole('button', { name: /^Pay / }).click()
}

export function heading(page: Page, name: string): Promise<void> {
  return page.getByRole('heading', { level: 1, name, exact: true }).waitFor({ timeout: 15_000 })
}
