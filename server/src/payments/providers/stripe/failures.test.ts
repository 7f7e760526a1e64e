import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isForGood } from '../../methods/unusable.ts'
import { failureCodeOf } from './failures.ts'

const told = `
  card_declined      | generic_decline              |                    | card_declined           |
  card_declined      | do_not_honor                 |                    | card_declined           |
  card_declined      | insufficient_funds           |                    | insufficient_funds      |
  card_declined      | generic_decline              | try_again_later    | card_declined           |
  card_declined      | generic_decline              | do_not_try_again   | card_closed             | for good
  card_declined      | stolen_card                  |                    | stolen_card             | for good
  card_declined      | pickup_card                  |                    | stolen_card             | for good
  card_declined      | lost_card                    |                    | lost_card               | for good
  card_declined      | invalid_account              |                    | card_closed             | for good
  card_declined      | revocation_of_authorization  |                    | authorization_revoked   | for good
  expired_card       | expired_card                 |                    | expired_card            | for good
  authentication_required | authentication_required |                    | authentication_required |
  payment_intent_authentication_failure |           |                    | challenge_refused       |
  incorrect_cvc      | incorrect_cvc                |                    | incorrect_cvc           |
  processing_error   |                              |                    | processing_error        |
  account_closed     |                              |                    | bank_account_closed     | for good
  debit_not_authorized |                            |                    | debit_not_authorized    | for good
  payment_intent_payment_attempt_failed |           |                    | debit_failed            |
  something_new      |                              |                    | payment_refused         |`

for (const line of told.trim().split('\n')) {
  const [code, decline, advice, ours, end] = line.split('|').map((cell) => cell.trim())
  test(`Stripe's ${[code, decline, advice].filter(Boolean).join(', ')} is ${ours}${end ? `, ${end}` : ''}`, () => {
    const failure = { code, decline_code: decline || null, advice_code: advice || null }
    assert.equal(failureCodeOf(failure), ours)
    assert.equal(isForGood(ours ?? ''), end === 'for good')
  })
}
