import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxCards } from '@tallystick/contract/sandbox-cards.ts'
import { groupExpiry, groupNumber, hasPassed, passesLuhn, readExpiry } from './card.ts'

test('every sandbox card is a number that the form accepts', () => {
  for (const { number } of sandboxCards) assert.ok(passesLuhn(number), number)
})

test('one wrong digit fails the check', () => {
  assert.equal(passesLuhn('4242 4242 4242 4241'), false)
  assert.equal(passesLuhn('4242'), false)
  assert.equal(passesLuhn(''), false)
})

test('a number is grouped as it stands on the card', () => {
  assert.equal(groupNumber('4242-4242 42424242'), '4242 4242 4242 4242')
  assert.equal(groupNumber('378282246310005'), '3782 822463 10005')
  assert.equal(groupNumber('42'), '42')
})

test('an expiry may be typed, pasted or filled in by the browser', () => {
  assert.equal(groupExpiry('1'), '1')
  assert.equal(groupExpiry('4'), '04')
  assert.equal(groupExpiry('0427'), '04 / 27')
  assert.equal(groupExpiry('4/27'), '04 / 27')
  assert.equal(groupExpiry('12/2031'), '12 / 31')
})

test('an expiry is read only when it is a month and a year', () => {
  assert.deepEqual(readExpiry('04 / 27'), { month: 4, year: 2027 })
  assert.equal(readExpiry('13 / 27'), undefined)
  assert.equal(readExpiry('04 / 2'), undefined)
})

test('a card is good through the last day of its month', () => {
  assert.equal(hasPassed({ month: 11, year: 2026 }, new Date(2026, 10, 30)), false)
  assert.equal(hasPassed({ month: 11, year: 2026 }, new Date(2026, 11, 1)), true)
})
