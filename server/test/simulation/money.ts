import { setTimeout as sleep } from 'node:timers/promises'
import { payCheckout } from '../../demo/lifecycle.ts'
import { ask, Refused } from '../../src/commands/usage-import/client.ts'
import type { World } from './world.ts'

type Invoice = {
  readonly id: string
  readonly sequenceNumber: number
  readonly status: string
  readonly grandTotal: string
  readonly paidAmount: string
  readonly unpaidAmount: string
  readonly paymentUrl?: string | null
}

const owed = new Set(['ISSUED', 'PAYMENT_FAILED'])
const open = new Set(['ACTIVE', 'CLOSING', 'CLOSED', 'CALCULATING'])

export async function approveDrafts(world: World): Promise<void> {
  for (const { id, status } of await everyInvoice(world)) {
    if (status === 'DRAFT') await ask(world.client, `POST /v2/invoices/${id}/approval`)
  }
}

const rounds = 100

/** With a card that is good, at the page of each invoice, unless the card on file pays it at that moment. */
export async function payWhatIsOwed(world: World): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const unpaid = (await everyInvoice(world)).filter(({ status }) => owed.has(status))
    if (unpaid.length === 0) return
    for (const { paymentUrl } of unpaid) {
      if (paymentUrl) await payCheckout(world.client, paymentUrl).catch(passOver)
    }
    await sleep(20)
  }
}

function passOver(error: unknown): void {
  if (!(error instanceof Refused) || error.status !== 409) throw error
}

/** Whatever was declined on the way: in the end each invoice is paid, once, or there was nothing to pay. */
export async function comparePayments(world: World): Promise<string[]> {
  const wrong = (await everyInvoice(world)).filter(({ status, ...money }) => {
    if (open.has(status)) return false
    const { paidAmount, unpaidAmount, grandTotal } = money
    if (status === 'CANCELLED') return Number(grandTotal) !== 0
    return status !== 'PAID' || paidAmount !== grandTotal || Number(unpaidAmount) !== 0
  })
  return wrong.map(
    ({ id, status, grandTotal, paidAmount }) =>
      `${id} is ${status} with ${paidAmount} of ${grandTotal} paid`,
  )
}

async function everyInvoice({ client, subscribers }: World): Promise<Invoice[]> {
  const all: Invoice[] = []
  for (const { subscriptionId } of subscribers) {
    const query = { subscriptionId, limit: 100 }
    const { data } = await ask<{ data: Invoice[] }>(client, 'GET /v2/invoices', { query })
    all.push(...data)
  }
  return all
}
