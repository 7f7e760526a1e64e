/** Why a charge failed, as the end of a sentence. */
export function reasonOf(failureCode: string | undefined): string {
  return reasons[failureCode ?? ''] ?? 'the payment was declined.'
}

const reasons: Readonly<Record<string, string>> = {
  no_payment_method: 'there is no saved payment method.',
  insufficient_funds: 'the card has not enough funds.',
  expired_card: 'the card has expired.',
  card_closed: 'the card was closed.',
  lost_card: 'the bank does not accept this card any more.',
  stolen_card: 'the bank does not accept this card any more.',
  authorization_revoked: 'the bank no longer lets this card be charged.',
  bank_account_closed: 'the bank account can no longer be debited.',
  debit_not_authorized: 'the bank does not let this account be debited.',
  debit_failed: 'the bank did not carry out the debit.',
  method_removed: 'the payment method was removed.',
  authentication_required: 'your bank asks you to confirm it.',
}
