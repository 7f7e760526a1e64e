import { ask } from '../../src/commands/usage-import/client.ts'
import { expectedInvoices, expectedInvoiceZero, type ModelInvoice } from './model.ts'
import { lifeOf, type Subscriber, type World } from './world.ts'

type Line = { readonly invoiceDisplayName: string; readonly totalPrice: string }
type Invoice = {
  readonly id: string
  readonly sequenceNumber: number
  readonly status: string
  readonly subtotal: string
  readonly totalTax: string
  readonly grandTotal: string
  readonly lineItems?: { readonly lineItems: readonly Line[] }
}

const open = new Set(['ACTIVE', 'CLOSING', 'CLOSED', 'CALCULATING'])

/** Where the invoices of the program say anything else than the model, in words. */
export async function compareInvoices(
  world: World,
  timeOf: (clockId: string) => Promise<number>,
): Promise<string[]> {
  const differences: string[] = []
  for (const subscriber of world.subscribers) {
    const life = lifeOf(subscriber, await timeOf(subscriber.clockId))
    const zero = expectedInvoiceZero(life)
    const expected = [...(zero ? [zero] : []), ...expectedInvoices(life)].map(told)
    const found = await invoicesOf(world, subscriber)
    const missing = expected.filter((text) => !found.includes(text))
    const wrong = found.filter((text) => !expected.includes(text))
    differences.push(
      ...missing.map((text) => `${subscriber.subscriptionId} should have ${text}`),
      ...wrong.map((text) => `${subscriber.subscriptionId} has ${text}`),
    )
  }
  return differences
}

async function invoicesOf({ client }: World, { subscriptionId }: Subscriber): Promise<string[]> {
  const query = { subscriptionId, limit: 100 }
  const { data } = await ask<{ data: readonly Invoice[] }>(client, 'GET /v2/invoices', { query })
  const texts: string[] = []
  for (const { id, status } of data) {
    if (open.has(status)) continue
    const path = `GET /v2/invoices/${id}`
    const expand = { expand: 'lineItems', lineItemsLimit: 1000 }
    texts.push(shown(await ask<Invoice>(client, path, { query: expand })))
  }
  return texts
}

/** One line of text for one invoice: lines without an amount are left out, and their order does not matter. */
function told({ period, lines, subtotal, tax, total }: ModelInvoice): string {
  const each = lines.map(({ name, cents }) => `${name.replace(' late', '')} ${dollars(cents)}`)
  return `#${period}: ${each.sort().join(', ')} = ${[subtotal, tax, total].map(dollars).join(' ')}`
}

function shown({ sequenceNumber, lineItems, subtotal, totalTax, grandTotal }: Invoice): string {
  const each = (lineItems?.lineItems ?? [])
    .filter(({ totalPrice }) => Number(totalPrice) !== 0)
    .map(({ invoiceDisplayName, totalPrice }) => `${invoiceDisplayName} ${totalPrice}`)
  return `#${sequenceNumber}: ${each.sort().join(', ')} = ${subtotal} ${totalTax} ${grandTotal}`
}

function dollars(cents: bigint): string {
  const sign = cents < 0n ? '-' : ''
  const size = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  return `${sign}${size.slice(0, -2)}.${size.slice(-2)}`
}
