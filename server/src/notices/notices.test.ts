import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runDueWork } from '../../test/harness/due.ts'
import { givenDebt } from '../../test/harness/owing.ts'
import { call, type Party, product } from '../../test/harness/product.ts'
import { givenShop } from '../../test/harness/standard.ts'

const it = product()
const autoCharge = true

type Mail = {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly subject: string
}

/** Every mail of a merchant, the oldest first. */
async function mailsOf({ key }: Party): Promise<readonly Mail[]> {
  const { body } = await call(it, 'listNotices', { key, query: { limit: 100 } })
  return body.data.toReversed()
}

const isReminder = ({ kind }: Mail) => kind === 'renewal_reminder'

/** Those about invoices. */
const told = async (of: Party) => (await mailsOf(of)).filter((mail) => !isReminder(mail))
const kindsTold = async (of: Party) => (await told(of)).map(({ kind }) => kind)
const reminders = async (of: Party) => (await mailsOf(of)).filter(isReminder)

async function textOf({ key }: Party, id: string): Promise<string> {
  return (await call(it, 'getNotice', { key, params: { id } })).body.text
}

test('an invoice is mailed when it is issued, with what it comes to and where to pay it, and a receipt follows', async () => {
  const debt = await givenDebt(it)
  const [mail, ...more] = await told(debt.shop)
  assert.deepEqual(more, [])
  assert.equal(mail?.kind, 'invoice_issued')
  assert.equal(mail?.status, 'kept', 'without a mail server it is kept')
  const text = await textOf(debt.shop, mail?.id ?? '')
  const { invoiceNumber, paymentUrl } = await debt.invoice()
  assert.ok(mail?.subject.startsWith(`Invoice ${invoiceNumber} from `))
  assert.match(text, /58\.80 USD/)
  assert.ok(text.includes(paymentUrl), text)
  assert.match(text, /\/v0\/documents\//)

  await debt.decides('markInvoicePaid')
  await runDueWork(it)
  assert.deepEqual(await kindsTold(debt.shop), ['invoice_issued', 'invoice_paid'])
})

test('who is charged by itself gets the receipt alone', async () => {
  const debt = await givenDebt(it, { card: 'succeeds', autoCharge })
  assert.deepEqual(await kindsTold(debt.shop), ['invoice_paid'])
})

test('each failed charge is told once, with when it is tried again, and the last one with what to do', async () => {
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge })
  await debt.passes('P14D')
  const mails = await told(debt.shop)
  assert.deepEqual(
    mails.map(({ kind }) => kind),
    Array.from({ length: 5 }, () => 'payment_failed'),
  )
  const texts = await Promise.all(mails.map(({ id }) => textOf(debt.shop, id)))
  const next = texts.map((text) => /try again on ([^.]+)\./.exec(text.replaceAll('\n', ' '))?.[1])
  assert.deepEqual(next, ['3 Jan 2027', '5 Jan 2027', '7 Jan 2027', '9 Jan 2027', undefined])
})

test('a bank that wants to ask its customer is told in words of its own', async () => {
  const debt = await givenDebt(it, { card: 'challenge', autoCharge })
  const [mail, ...more] = await told(debt.shop)
  assert.equal(mail?.kind, 'payment_needs_you')
  assert.match(mail?.subject ?? '', /^Please confirm the payment of invoice /)
  assert.deepEqual(more, [])
})

test('a renewal is announced as many days before as the plan says, with what is due in advance', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('49.00')], { renewalReminderDays: 5 })
  const { clockId } = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  await shop.passes(clockId, 'P25D')
  assert.deepEqual(await reminders(shop), [])
  await shop.passes(clockId, 'P1D')
  const [mail] = await reminders(shop)
  assert.equal(mail?.subject, 'Pro renews on 1 Feb 2027')
  assert.match(await textOf(shop, mail?.id ?? ''), /49\.00 USD/)
  await shop.passes(clockId, 'P28D')
  const [, ...later] = await reminders(shop)
  assert.deepEqual(
    later.map(({ subject }) => subject),
    ['Pro renews on 1 Mar 2027'],
  )
})

test('what the subscription says of reminders goes before what the plan says', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('49.00')], { renewalReminderEnabled: false })
  const at = '2027-01-01T00:00:00Z'
  const quiet = await shop.subscriber({ planId, at })
  await shop.passes(quiet.clockId, 'P30D')
  const wants = { renewalReminderEnabled: true, renewalReminderDays: 2 }
  const { clockId } = await shop.subscriber({ planId, at, ...wants })
  await shop.passes(clockId, 'P30D')
  assert.equal((await reminders(shop)).length, 1)
})

test('a customer may do without mails, but for those that say that money is missing', async () => {
  const shop = await givenShop(it)
  const planId = await shop.plan([await shop.fee('49.00')])
  const { clockId, customerId } = await shop.subscriber({ planId, at: '2027-01-01T00:00:00Z' })
  const notificationSettings = { invoiceIssued: false, invoicePaid: false, renewalReminder: false }
  const { key } = shop
  const before = (await mailsOf(shop)).length
  const body = { notificationSettings }
  await call(it, 'updateCustomer', { key, params: { id: customerId }, body })
  await shop.passes(clockId, 'P2M')
  assert.equal((await mailsOf(shop)).length, before)
})

test('a merchant may do without mails altogether', async () => {
  const notices = {
    ...{ renewalReminder: false, invoiceIssued: false },
    ...{ invoicePaid: false, paymentFailed: false },
  }
  const settings = { notices }
  const debt = await givenDebt(it, { card: 'declined_later', autoCharge, settings })
  await debt.passes('P14D')
  assert.deepEqual(await mailsOf(debt.shop), [])
})

test('nothing that a mail says reaches the log', async () => {
  const debt = await givenDebt(it)
  const { to, subject } = (await call(it, 'listNotices', { key: debt.key })).body.data[0]
  const log = it.logged().join('\n')
  assert.ok(!log.includes(to))
  assert.ok(!log.includes(subject))
})
