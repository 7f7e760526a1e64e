import { writeFile } from 'node:fs/promises'
import { ask, type Client } from '../src/commands/usage-import/client.ts'
import { groupedDigits } from '../src/commands/usage-import/figures.ts'
import {
  becomesActive,
  create,
  createCustomer,
  enter,
  payCheckout,
  type Scene,
} from './lifecycle.ts'
import type { Verdict } from './program.ts'
import { eventType, importEvents, metered } from './standard-events.ts'

export type StandardPlay = {
  readonly client: Client
  readonly file: string
  readonly prefix: string
  /** Where the invoice is put as a PDF. */
  readonly pdf: string
  readonly print: (text: string) => void
  readonly doctor?: () => Promise<Verdict>
}

type Line = {
  readonly invoiceDisplayName: string
  readonly quantity: number
  readonly unitPrice: string
  readonly totalPrice: string
}

type Invoice = {
  readonly id: string
  readonly sequenceNumber: number
  readonly status: string
  readonly invoiceNumber?: string
  readonly grandTotal: string
  readonly currency: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly lineItems?: { readonly lineItems: readonly Line[] }
}

type Explanation = {
  readonly recomputed: boolean
  readonly lines: readonly {
    readonly displayName: string
    readonly quantity: { readonly source: string }
    readonly cycleAmount: string
    readonly roundedAmount: string
    readonly billed: { readonly start: string; readonly end: string }
  }[]
}

export type StandardOutcome = { readonly invoice: Invoice; readonly content: boolean }

/** A month of a plan that bills by invoice, under a test clock. */
export async function playStandard(play: StandardPlay): Promise<StandardOutcome> {
  const { client, file, prefix, print } = play
  const tell = (name: string, value: string) => print(`  ${name.padEnd(14)}${value}\n`)
  const began = performance.now()
  const scene = await enter(client, prefix)
  tell('Installation', client.url)
  tell('Merchant', scene.merchantId)
  const planId = await createStandardOffer(scene)
  tell('Plan', `${planId}: 49.00 a month in advance, tokens in arrears`)

  const { id: clockId, currentTime } = await createClock(scene)
  tell('Clock', `${clockId} at ${currentTime}`)
  const customerId = await createCustomer(scene)
  const subscriptionId = await subscribeAndPay(scene, { customerId, planId, clockId, currentTime })
  tell('Subscription', `${subscriptionId}, active once Invoice 0 is paid`)

  const events = await importEvents(scene, { file, customerId, startsAt: currentTime, print })
  tell('Events', groupedDigits(events))
  const now = await passTheMonth(scene, { clockId, subscriptionId })
  tell('Clock', `at ${now}, past the period and its grace`)

  const invoice = await firstPeriodInvoice(scene, subscriptionId)
  tellInvoice(invoice, tell)
  await writeFile(play.pdf, await invoicePdf(client, invoice.id))
  tell('PDF', play.pdf)
  const explanation = await ask<Explanation>(client, `GET /v0/invoices/${invoice.id}/explanation`)
  tellExplanation(explanation, tell)
  const verdict = await play.doctor?.()
  if (verdict) {
    const [last = ''] = verdict.text.split('\n').slice(-1)
    tell('Doctor', verdict.content ? last : verdict.text)
  }
  tell('Took', `${((performance.now() - began) / 1000).toFixed(1)} s`)
  return { invoice, content: explanation.recomputed && verdict?.content !== false }
}

async function createStandardOffer(scene: Scene): Promise<string> {
  const { merchantId, prefix } = scene
  const productId = await create(scene, 'products', {
    merchantId,
    name: `Language model by invoice (${prefix})`,
    description: 'A language model behind an API',
  })
  const fee = { merchantId, productId, name: 'Base fee', description: 'The plan itself' }
  const prices = [
    await create(scene, 'prices', {
      feeId: await create(scene, 'fees', fee),
      model: 'standard',
      paymentTerm: 'in_advance',
      billingCadence: 'P1M',
      invoiceDisplayName: 'Base fee',
      properties: { unitPrice: '49.00' },
    }),
  ]
  for (const { name, field, unitPrice } of metered) {
    const billableMetricId = await create(scene, 'billableMetrics', {
      ...{ merchantId, productId, name, description: name, unit: 'token', aggregation: 'SUM' },
      ...{ eventType, valueProperty: `$.${field}` },
    })
    prices.push(
      await create(scene, 'prices', {
        ...{ billableMetricId, model: 'standard', paymentTerm: 'in_arrears' },
        ...{ invoiceDisplayName: name, properties: { unitPrice } },
      }),
    )
  }
  const description = '49.00 a month, and tokens as they were used'
  const about = { name: 'Standard', description, currency: 'USD', billingCadence: 'P1M' }
  return create(scene, 'plans', { merchantId, productId, ...about, prices })
}

type Clock = { readonly id: string; readonly currentTime: string }

function createClock({ client, merchantId, prefix }: Scene): Promise<Clock> {
  const body = { merchantId, name: prefix }
  return ask<Clock>(client, 'POST /v0/testClocks', { body, idempotencyKey: `${prefix} clock` })
}

type Start = {
  readonly customerId: string
  readonly planId: string
  readonly clockId: string
  readonly currentTime: string
}

type Subscribed = {
  readonly id: string
  readonly payment?: { readonly checkoutUrl?: string }
}

async function subscribeAndPay(scene: Scene, start: Start): Promise<string> {
  const { customerId, planId, clockId: testClockId, currentTime: startedAt } = start
  const { id, payment } = await ask<Subscribed>(scene.client, 'POST /v0/subscriptions', {
    body: { name: 'Standard', customerId, planId, testClockId, startedAt },
    idempotencyKey: `${scene.prefix} subscription`,
  })
  if (payment?.checkoutUrl === undefined) throw new Error('There is no Invoice 0 to pay.')
  await payCheckout(scene.client, payment.checkoutUrl)
  await becomesActive(scene, id)
  return id
}

type Month = { readonly clockId: string; readonly subscriptionId: string }

/** To two days after the end of the first period: its grace is one. */
async function passTheMonth({ client }: Scene, { clockId, subscriptionId }: Month) {
  const [open] = await invoicesOf(client, { subscriptionId, status: 'ACTIVE' })
  if (!open) throw new Error('There is no open period.')
  const target = Temporal.Instant.from(open.periodEnd).add({ hours: 48 })
  const { currentTime } = await ask<Clock>(client, `PATCH /v0/testClocks/${clockId}`, {
    body: { currentTime: target.toString() },
  })
  return currentTime
}

async function invoicesOf(client: Client, query: { readonly [name: string]: string }) {
  const { data } = await ask<{ data: readonly Invoice[] }>(client, 'GET /v2/invoices', { query })
  return data
}

async function firstPeriodInvoice({ client }: Scene, subscriptionId: string): Promise<Invoice> {
  const all = await invoicesOf(client, { subscriptionId })
  const first = all.find(({ sequenceNumber }) => sequenceNumber === 1)
  if (!first) throw new Error('The first period has no invoice.')
  return ask<Invoice>(client, `GET /v2/invoices/${first.id}`, { query: { expand: 'lineItems' } })
}

type Tell = (name: string, value: string) => void

function tellInvoice(invoice: Invoice, tell: Tell): void {
  tell('Invoice', `${invoice.invoiceNumber ?? invoice.id}, ${invoice.status}`)
  for (const { invoiceDisplayName, quantity, unitPrice, totalPrice } of invoice.lineItems
    ?.lineItems ?? []) {
    const product = `${groupedDigits(quantity)} × ${unitPrice}`
    tell('', `${invoiceDisplayName.padEnd(20)}${product.padStart(26)}${totalPrice.padStart(10)}`)
  }
  tell('', `${'Total'.padEnd(46)}${invoice.grandTotal.padStart(10)} ${invoice.currency}`)
}

/** Each line as it was before it was rounded, and for which days. */
function tellExplanation({ lines, recomputed }: Explanation, tell: Tell): void {
  const again = 'computed again from the snapshot'
  tell('Explanation', recomputed ? `${again}, every figure the same` : `${again}, it DIFFERS`)
  for (const { displayName, cycleAmount, roundedAmount, quantity, billed } of lines) {
    const days = `${billed.start.slice(0, 10)} to ${billed.end.slice(0, 10)}`
    const rounding = `${cycleAmount.padStart(12)} → ${roundedAmount.padStart(6)}`
    tell('', `${displayName.padEnd(20)}${quantity.source.padEnd(7)}${days} ${rounding}`)
  }
}

async function invoicePdf({ url, key }: Client, id: string): Promise<Uint8Array> {
  const reply = await fetch(`${url}/v2/invoices/${id}/documents/pdf`, {
    headers: { authorization: `Bearer ${key}` },
  })
  if (!reply.ok) throw new Error(`The PDF was answered with ${reply.status}.`)
  return reply.bytes()
}
