import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupIban, passesIbanCheck } from './iban.ts'

test('an IBAN is grouped as banks print it, however it was typed', () => {
  assert.equal(groupIban('de89370400440532013000'), 'DE89 3704 0044 0532 0130 00')
  assert.equal(groupIban('GB29-NWBK-6016-1331-9268-19'), 'GB29 NWBK 6016 1331 9268 19')
  assert.equal(groupIban(''), '')
})

test('a wrong or missing character of an IBAN is found', () => {
  assert.ok(passesIbanCheck('DE89 3704 0044 0532 0130 00'))
  assert.ok(passesIbanCheck('gb29nwbk60161331926819'))
  for (const wrong of ['DE89 3704 0044 0532 0130 01', 'DE89 3704', '', '4242 4242 4242 4242']) {
    assert.equal(passesIbanCheck(wrong), false)
  }
})
