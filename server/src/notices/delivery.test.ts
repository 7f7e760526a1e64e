import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem } from '../../test/harness/acting.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { givenDebt } from '../../test/harness/owing.ts'
import { openPostOffice } from '../../test/harness/post-office.ts'
import { call, product } from '../../test/harness/product.ts'

const post = await openPostOffice()
const it = product({ config: { smtpUrl: post.url, mailFrom: 'billing@house.example' } })
after(() => post.close())

type Debt = Awaited<ReturnType<typeof givenDebt>>

/** The mail about the invoice that a customer owes. */
async function mailOf({ key, customerId }: Debt) {
  const query = { customerId, kind: 'invoice_issued' }
  const { body } = await call(it, 'listNotices', { key, query })
  assert.equal(body.data.length, 1)
  const [mail] = body.data
  const arrived = () => post.received.filter(({ to }) => to.includes(mail.to))
  const isAboutInvoice = ({ raw }: { readonly raw: string }) => /^Subject: Invoice /m.test(raw)
  return { ...mail, arrived: () => arrived().filter(isAboutInvoice) }
}

const messageId = (raw: string | undefined) => /^Message-ID: (.+)\r$/im.exec(raw ?? '')?.[1]

test('a mail goes to the mail server once, whoever asks for it again', async () => {
  const debt = await givenDebt(it)
  const waiting = await mailOf(debt)
  assert.deepEqual([waiting.status, waiting.sentAt], ['waiting', undefined])
  await runDueWork(it)
  const { id, status, sentAt, arrived } = await mailOf(debt)
  assert.deepEqual([status, sentAt], ['sent', it.clock.now.toString()])
  const [mail, ...more] = arrived()
  assert.deepEqual(more, [])
  assert.equal(mail?.from, 'billing@house.example')
  const { shop } = debt
  const subjectId = `invoice_issued/${(await debt.invoice()).id}`
  await asSystem(it, shop, async (ctx) => {
    await ctx.schedule({ kind: 'notices.send_notice', subjectId, dueAt: ctx.now })
    await ctx.enqueue({ task: 'notices.deliver_notice', payload: { id }, key: 'again' })
  })
  await runDueWork(it)
  assert.equal(arrived().length, 1)
  await mailOf(debt)
})

test('a mail server that is down holds nothing up, and gets the same mail when it is back', async () => {
  for (const mood of ['hangs up', 'is full'] as const) {
    post.state.mood = mood
    const debt = await givenDebt(it)
    const { to } = await mailOf(debt)
    await assert.rejects(runDueWork(it), ({ message, cause }: Error) => {
      assert.match(message, /^The mail server did not take a letter: E\w+ 4\d\d\.$/)
      assert.equal(cause, undefined)
      return !message.includes(to)
    })
    assert.equal((await mailOf(debt)).status, 'waiting')
    post.state.mood = 'takes'
    await runDueWork(it)
    const { status, arrived } = await mailOf(debt)
    assert.deepEqual([status, arrived().length], ['sent', 1])
    const before = post.refused.find((mail) => mail.to.includes(to))
    if (mood === 'is full') assert.equal(messageId(before?.raw), messageId(arrived()[0]?.raw))
  }
})

test('a mail that the mail server will never take is not tried again', async () => {
  post.state.mood = 'knows nobody'
  const debt = await givenDebt(it)
  await runDueWork(it)
  assert.equal((await mailOf(debt)).status, 'refused')
  post.state.mood = 'takes'
  await runDueWork(it)
  const { status, sentAt, arrived } = await mailOf(debt)
  assert.deepEqual([status, sentAt, arrived().length], ['refused', undefined, 0])
})

test('nobody’s address is in the log', async () => {
  assert.ok(post.received.length > 0)
  const log = it.logged().join('\n')
  for (const { to } of post.received) for (const address of to) assert.ok(!log.includes(address))
})
