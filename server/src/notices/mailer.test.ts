import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { invoiceIssued, paymentFailed } from './letters/invoice-letters.ts'
import { setLetter } from './letters/set-letter.ts'
import { smtpMailer } from './mailer.ts'

type Received = { readonly from: string; readonly to: readonly string[]; readonly raw: string }

const received: Received[] = []
const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) =>
    username === 'house' && password === 'secret'
      ? done(null, { user: 'house' })
      : done(new Error('no')),
  onData: async (stream, { envelope }, done) => {
    const { mailFrom, rcptTo } = envelope
    const from = mailFrom === false ? '' : mailFrom.address
    received.push({ from, to: rcptTo.map(({ address }) => address), raw: await text(stream) })
    done()
  },
})
let port = 0

before(async () => {
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  port = (listening.address() as AddressInfo).port
})
after(() => new Promise<void>((done) => server.close(() => done())))

const facts = {
  merchant: 'Żubr & Søn',
  customer: 'Ada <script>alert(1)</script>',
  subscription: 'Standard',
  number: 'INV-2026-12-001',
  total: '145.79 USD',
  unpaid: '145.79 USD',
  due: '16 Dec 2026',
  period: '1 Nov 2026 – 30 Nov 2026',
  paymentUrl: 'https://billing.example.com/checkout/ps_1#secret',
  documentUrl: 'https://billing.example.com/v0/documents/token',
}

test('a letter reaches a real mail server under its own message id, as HTML and as plain text', async () => {
  const mailer = smtpMailer(
    `smtp://house:secret@127.0.0.1:${port}?ignoreTLS=true`,
    'billing@example.com',
  )
  const letter = invoiceIssued(facts, false)
  const { html, text: plain } = await setLetter(letter)
  await mailer.send({
    messageId: '<ntc_1@example.com>',
    fromName: facts.merchant,
    to: 'ada@example.com',
    replyTo: 'help@example.com',
    subject: letter.subject,
    html,
    text: plain,
  })
  const [mail] = received
  assert.ok(mail)
  assert.deepEqual([mail.from, mail.to], ['billing@example.com', ['ada@example.com']])
  assert.match(mail.raw, /^Message-ID: <ntc_1@example.com>\r$/im)
  assert.match(mail.raw, /^Reply-To: help@example.com\r$/im)
  assert.match(mail.raw, /^Content-Type: multipart\/alternative/im)
})

test('a mail server that refuses is an error, so that the letter is tried again', async () => {
  const mailer = smtpMailer(
    `smtp://house:wrong@127.0.0.1:${port}?ignoreTLS=true`,
    'billing@example.com',
  )
  const mail = {
    messageId: '<a@b>',
    fromName: 'A',
    to: 'a@example.com',
    subject: 's',
    html: 'h',
    text: 't',
  }
  await assert.rejects(mailer.send(mail), /did not take a letter: EAUTH 535/)
})

test('names are text in a letter, never markup', async () => {
  const { html, text: plain } = await setLetter(invoiceIssued(facts, false))
  assert.doesNotMatch(html, /<script>/)
  assert.match(html, /Ada &lt;script&gt;/)
  assert.match(plain, /Ada <script>/)
})

test('a failed payment says why, what happens next, and where to pay', async () => {
  const reason = 'the card has expired.'
  const hopeless = await setLetter(paymentFailed(facts, { reason }))
  assert.match(hopeless.text, /the card has expired\./)
  assert.match(hopeless.text, /not try again/)
  assert.match(hopeless.html, /checkout\/ps_1#secret/)
  const again = await setLetter(paymentFailed(facts, { reason, retryOn: '3 Dec 2026' }))
  assert.match(again.text, /try again on 3 Dec 2026/)
})
