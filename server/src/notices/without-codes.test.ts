import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutCodes } from './without-codes.ts'

test('a merchant reads the letter of a claim without the code in its link, and every other one as it is', () => {
  const url = 'https://pay.example.com/claim/clm_01ab#0123abcd'
  const shown = withoutCodes({ html: `<a href="${url}">Take over</a>`, text: `Go:\n${url}\n` })
  assert.equal(shown.html, '<a href="https://pay.example.com/claim/clm_01ab#…">Take over</a>')
  assert.equal(shown.text, 'Go:\nhttps://pay.example.com/claim/clm_01ab#…\n')
  const other = { html: '<a href="/checkout/ps_1#0123">Pay</a>', text: '/checkout/ps_1#0123' }
  assert.deepEqual(withoutCodes(other), other)
})
