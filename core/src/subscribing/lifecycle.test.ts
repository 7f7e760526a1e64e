import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  mayBecome,
  type Next,
  nextPaymentSessionStatus,
  nextPaymentStatus,
  nextSubscriptionStatus,
} from './lifecycle.ts'

const tables: readonly (readonly [string, Next<string>, readonly string[]])[] = [
  ['subscription', nextSubscriptionStatus, ['terminated']],
  ['payment session', nextPaymentSessionStatus, ['completed', 'failed', 'expired', 'cancelled']],
  ['payment', nextPaymentStatus, ['completed', 'expired', 'cancelled']],
]

for (const [thing, next, final] of tables) {
  test(`a ${thing} that is ${final.join(' or ')} stays so, and every other status can get there`, () => {
    const statuses = Object.keys(next)
    const ends = statuses.filter((from) => statuses.every((to) => !mayBecome(next, from, to)))
    assert.deepEqual(ends, final)
    for (const status of statuses.filter((each) => !final.includes(each))) {
      assert.ok(final.some((end) => mayBecome(next, status, end)))
    }
  })

  test(`a ${thing} never becomes what it is, nor anything unheard of`, () => {
    for (const [from, targets] of Object.entries(next)) {
      assert.ok(!mayBecome(next, from, from))
      assert.ok(targets.every((to) => Object.hasOwn(next, to)))
    }
  })
}

test('a subscription that began never waits for payment again', () => {
  assert.ok(mayBecome(nextSubscriptionStatus, 'pending_payment', 'active'))
  assert.ok(!mayBecome(nextSubscriptionStatus, 'active', 'pending_payment'))
  assert.ok(!mayBecome(nextSubscriptionStatus, 'terminated', 'active'))
})

test('a declined card leaves room for another try', () => {
  assert.ok(mayBecome(nextPaymentSessionStatus, 'processing', 'pending'))
  assert.ok(mayBecome(nextPaymentStatus, 'processing', 'pending'))
})
