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

type Looking = {
  readonly timeOf: (clockId: string) => Promise<number>
  readonly count: (what: string, times: number) => void
}

/** Where the invoices of the program say anything else than the model, in words. */
export async function compareInvoices(world: World, { timeOf, count }: Looking): Promise<string[]> {
  const differences: string[] = []
  for (const subscriber of world.subscribers) {
    const life = lifeOf(subscriber, await timeOf(subscriber.clockId))
    const zero = expectedInvoiceZero(life)
    const expected = [...(zero ? [zero] : []), ...expectedInvoices(life)].map(told)
    const found = await invoicesOf(world, subscriber)
    count('invoices', found.length)
    differences.push(
      ...without(expected, found).map((text) => `${subscriber.subscriptionId} should have ${text}`),
      ...without(found, expected).map((text) => `${subscriber.subscriptionId} has ${text}`),
    )
  }
  return differences
}

/** What is left of the ones when each of the others has taken one away. */
function without(ones: readonly string[], others: readonly string[]): string[] {
  const left = [...ones]
  for (const text of others) {
    const at = left.indexOf(text)
    if (at >= 0) left.splice(at, 1)
  }
  return left
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
  const each = lines.map(({ name, cents }) => `${name} ${dollars(cents)}`)
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
