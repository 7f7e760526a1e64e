import { randomUUID } from 'node:crypto'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Client } from '../src/commands/usage-import/client.ts'
import { groupedDigits } from '../src/commands/usage-import/figures.ts'
import { progressBar } from '../src/commands/usage-import/progress.ts'
import { failuresText } from '../src/commands/usage-import/report.ts'
import { type Sent, sendUsage } from '../src/commands/usage-import/send.ts'
import { type Survey, survey, usageLines } from '../src/commands/usage-import/survey.ts'
import {
  type Books,
  becomesActive,
  createCustomer,
  createOffer,
  enter,
  findSubscription,
  type Offer,
  offerOf,
  payCheckout,
  portalLink,
  readBooks,
  type Scene,
  subscribe,
} from './lifecycle.ts'
import type { Verdict } from './program.ts'
import { mappingOf } from './trace.ts'

export type Play = {
  readonly client: Client
  readonly file: string
  readonly prefix: string
  readonly print: (text: string) => void
  readonly doctor?: () => Promise<Verdict>
}

export type Outcome = {
  readonly sent: Sent
  readonly before: Books
  readonly after: Books
  /** Every line is recorded, and the doctor, where there is one, finds nothing. */
  readonly content: boolean
}

const prefundAmount = '150.00'

/** The whole story, told as it happens. */
export async function play({ client, file, prefix, print, doctor }: Play): Promise<Outcome> {
  const tell = (name: string, value: string) => print(`  ${name.padEnd(14)}${value}\n`)
  const found = await survey({ file, format: 'csv' }, mappingOf('cus_1', ['bm_1', 'bm_2']))
  const { earliest, latest } = found
  if (found.bad.count > 0 || !earliest || !latest) throw new Error(`${file} is no trace of usage.`)
  const shiftBy = Temporal.Now.instant().since(latest)
  const startedAt = earliest.add(shiftBy).round({ smallestUnit: 'hour', roundingMode: 'floor' })

  tell('Installation', client.url)
  tell('Prefix', prefix)
  const scene = await enter(client, prefix)
  tell('Merchant', scene.merchantId)
  const customerId = await createCustomer(scene)
  tell('Customer', customerId)
  const { offer, subscriptionId } = await becomeSubscriber(scene, { customerId, startedAt, tell })

  const before = await readBooks(scene, customerId)
  const { sent, seconds } = await importTrace(scene, {
    ...{ file, found, shiftBy },
    mapping: mappingOf(customerId, offer.metricIds),
  })
  const after = await readBooks(scene, customerId)
  print('\n')
  const { feePercent } = scene
  tellFigures({ sent, seconds, before, after, feePercent }, tell)
  print(failuresText(sent.failed))
  const verdict = await doctor?.()
  if (verdict)
    tell('Doctor', verdict.content ? (verdict.text.split('\n').at(-1) ?? '') : verdict.text)
  tell('Portal', await portalLink(scene, subscriptionId))
  const complete = sent.failed.length === 0 && !sent.stopped
  return { sent, before, after, content: complete && verdict?.content !== false }
}

type Tell = (name: string, value: string) => void

type Subscriber = {
  readonly customerId: string
  readonly startedAt: Temporal.Instant
  readonly tell: Tell
}

/** Subscribes and pays, or finds what an earlier run with this prefix has done. */
async function becomeSubscriber(
  scene: Scene,
  { customerId, startedAt, tell }: Subscriber,
): Promise<{ readonly offer: Offer; readonly subscriptionId: string }> {
  const existing = await findSubscription(scene, customerId)
  const offer = existing ? await offerOf(scene, existing.planId) : await createOffer(scene)
  const { planId } = offer
  tell('Plan', planId)
  const subscription =
    existing ?? (await subscribe(scene, { customerId, planId, startedAt, prefundAmount }))
  tell('Subscription', `${subscription.id}, from ${subscription.startedAt}`)
  if (subscription.status === 'pending_payment') {
    const { payment } = subscription
    if (payment?.status !== 'pending') throw new Error('There is nothing to pay, and it waits.')
    tell('Checkout', payment.checkoutUrl.replace(/#.*/, '#…'))
    await payCheckout(scene.client, payment.checkoutUrl)
    await becomesActive(scene, subscription.id)
    tell('Paid', `${payment.amount} USD with a test card`)
  }
  return { offer, subscriptionId: subscription.id }
}

type Import = {
  readonly file: string
  readonly found: Survey
  readonly shiftBy: Temporal.Duration
  readonly mapping: ReturnType<typeof mappingOf>
}

async function importTrace(
  { client, merchantId, prefix }: Scene,
  { file, found, shiftBy, mapping }: Import,
): Promise<{ readonly sent: Sent; readonly seconds: number }> {
  const progress = progressBar('Events', found.usage)
  const began = performance.now()
  const sent = await sendUsage(usageLines({ file, format: 'csv' }, mapping), {
    ...{ client, merchantId, shiftBy },
    keyPrefix: `${prefix}:`,
    run: randomUUID(),
    batchSize: 1000,
    inFlight: 4,
    onProgress: ({ events }) => progress.show(events),
  })
  progress.end()
  if (sent.stopped) throw sent.stopped.cause
  return { sent, seconds: (performance.now() - began) / 1000 }
}

type Figures = {
  readonly sent: Sent
  readonly seconds: number
  readonly before: Books
  readonly after: Books
  readonly feePercent: string
}

/** Amounts are what moved in the books while the trace was imported. */
function tellFigures({ sent, seconds, before, after, feePercent }: Figures, tell: Tell): void {
  const { events, fresh, duplicates, failed } = sent
  const amount = (nanos: bigint) => `${nanosToText(nanos)} USD`
  const counts = [`${groupedDigits(fresh)} new`, `${groupedDigits(duplicates)} known already`]
  if (failed.length > 0) counts.push(`${groupedDigits(failed.length)} failed`)
  tell('Events', `${groupedDigits(events)} (${counts.join(', ')})`)
  tell('Throughput', `${groupedDigits(Math.round(events / seconds))} events/s`)
  tell('Charged', amount(before.funds - after.funds))
  tell('Balance left', amount(after.funds))
  tell("Merchant's", amount(after.merchant - before.merchant))
  tell("Platform's", `${amount(after.platform - before.platform)} (${feePercent} %)`)
}
