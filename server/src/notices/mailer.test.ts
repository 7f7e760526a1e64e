import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openPostOffice } from '../../test/harness/post-office.ts'
import { invoiceIssued, paymentFailed } from './letters/invoice-letters.ts'
import { setLetter } from './letters/set-letter.ts'
import { smtpMailer } from './mailer.ts'

const post = await openPostOffice()
after(() => post.close())

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
  const mailer = smtpMailer(post.url, 'billing@example.com')
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
  const [mail] = post.received
  assert.ok(mail)
  assert.deepEqual([mail.from, mail.to], ['billing@example.com', ['ada@example.com']])
  assert.match(mail.raw, /^Message-ID: <ntc_1@example.com>\r$/im)
  assert.match(mail.raw, /^Reply-To: help@example.com\r$/im)
  assert.match(mail.raw, /^Content-Type: multipart\/alternative/im)
})

test('a mail server that refuses is an error, so that the letter is tried again', async () => {
  const mailer = smtpMailer(post.url.replace('secret', 'wrong'), 'billing@example.com')
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

test('a letter as plain text keeps together what belongs together', async () => {
  const { text: said } = await setLetter(invoiceIssued(facts, false))
  assert.equal(
    said,
    [
      'Your invoice from Żubr & Søn',
      'Hello Ada <script>alert(1)</script>,',
      'Your invoice for Standard is ready.',
      'Invoice: INV-2026-12-001\nTotal: 145.79 USD\nPeriod: 1 Nov 2026 – 30 Nov 2026\nDue: 16 Dec 2026',
      'Pay 145.79 USD:\nhttps://billing.example.com/checkout/ps_1#secret',
      'View the invoice:\nhttps://billing.example.com/v0/documents/token',
      '-- \nYou get this message because you are a customer of Żubr & Søn.\n',
    ].join('\n\n'),
  )
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

test('whatever stands in a name, a mail goes to its customer alone', async () => {
  const mailer = smtpMailer(post.url, 'billing@example.com')
  const more = '\r\nBcc: eve@example.com\r\n\r\n<p>Hello'
  const letter = invoiceIssued({ ...facts, merchant: `Evil${more}` }, false)
  await mailer.send({
    messageId: '<ntc_2@example.com>',
    fromName: `Evil${more}`,
    to: 'ada@example.com',
    replyTo: 'help@example.com',
    subject: letter.subject,
    ...(await setLetter(letter)),
  })
  const mail = post.received.at(-1)
  assert.deepEqual(mail?.to, ['ada@example.com'])
  const [headers = ''] = mail?.raw.split('\r\n\r\n') ?? []
  assert.match(headers, /^Message-ID: <ntc_2@example.com>\r$/im)
  assert.doesNotMatch(headers, /^Bcc/im)
})
