import type { Checkout } from '@tallystick/contract/checkout.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { atTimeOf } from '../../clocks/at-time-of.ts'
import { displayName } from '../../embedding/settings/display-name.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findLastAttempt, isWaitingForForm } from '../attempts/store.ts'
import { type Session, statusAt } from '../sessions/session.ts'

type Shown = Omit<Sent<Static<typeof Checkout>>, 'provider' | 'offers' | 'methods'>

/** What a payer sees of a session. */
export async function showCheckout(ctx: Ctx, session: Session): Promise<Shown> {
  const { now } = await atTimeOf(ctx, session.customerId)
  const attempt = await findLastAttempt(ctx, session.id)
  const { amount, saveMethod } = session
  const { status, challengeId } = attempt ?? {}
  // Money that came for a session that was over is on its way back, whatever happened before.
  const isReturned = status === 'succeeded' && session.status !== 'completed'
  const failureCode = isReturned ? 'payment_returned' : session.failureCode
  const isBegunAnew = session.status === 'processing' && isWaitingForForm(attempt)
  return {
    object: 'checkout',
    id: session.id,
    status: isBegunAnew ? 'pending' : statusAt(session, now),
    amount: moneyToText(amount),
    currency: amount.currency,
    breakdown: session.breakdown,
    merchant: { name: await displayName(ctx) },
    entityType: session.entityType,
    description: session.description,
    expiresAt: session.expiresAt.toString(),
    mode: session.mode,
    savePaymentMethod: saveMethod,
    challenge: status === 'requires_action' && challengeId ? { id: challengeId } : undefined,
    failure: failureCode ? { code: failureCode, message: sentenceOf(failureCode) } : undefined,
    successRedirectUrl: session.successRedirectUrl,
    failureRedirectUrl: session.failureRedirectUrl,
  }
}

const sentences: Readonly<Record<string, string>> = {
  card_declined: 'The card was declined.',
  insufficient_funds: 'The card does not have enough funds.',
  expired_card: 'The card has expired.',
  stolen_card: 'The card can no longer be charged.',
  lost_card: 'The card can no longer be charged.',
  card_closed: 'The card can no longer be charged.',
  authentication_required: 'The bank wants the payment to be confirmed.',
  challenge_refused: 'The payment was not confirmed with the bank.',
  challenge_abandoned: 'The payment was not confirmed with the bank.',
  challenge_expired: 'The payment was not confirmed with the bank in time.',
  authorization_revoked: 'The bank no longer lets this card be charged. Use another one.',
  bank_account_closed: 'This bank account can no longer be debited.',
  debit_not_authorized: 'The bank does not let this account be debited.',
  debit_failed: 'The bank did not carry out the debit.',
  bank_account_declined: 'This bank account cannot be debited.',
  method_removed: 'This payment method was removed.',
  incorrect_number: 'The card number is not right.',
  incorrect_cvc: 'The security code is not right.',
  processing_error: 'The card could not be processed. Nothing was charged.',
  amount_unsupported: 'This amount cannot be paid this way. Nothing was charged.',
  payment_refused: 'The payment provider refused this payment. Nothing was charged.',
  payment_cancelled: 'The payment was cancelled. Nothing was charged.',
  payment_not_sent: 'The payment could not be sent. Nothing was charged.',
  payment_returned: 'This could no longer be paid. The payment goes back in full.',
}

function sentenceOf(code: string): string {
  return sentences[code] ?? 'The payment did not go through.'
}
