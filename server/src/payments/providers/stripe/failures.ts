/** What Stripe says about a payment that did not go through: an error of its API, or the last one of an intent. */
export type Failure = {
  readonly code?: string | null | undefined
  readonly decline_code?: string | null | undefined
  /** Whether the networks want it tried again. */
  readonly advice_code?: string | null | undefined
}

/** By the reason of the bank where it gave one, else by the kind of error. */
const codes: Readonly<Record<string, string>> = {
  insufficient_funds: 'insufficient_funds',
  expired_card: 'expired_card',
  lost_card: 'lost_card',
  stolen_card: 'stolen_card',
  pickup_card: 'stolen_card',
  invalid_account: 'card_closed',
  new_account_information_available: 'card_closed',
  revocation_of_all_authorizations: 'authorization_revoked',
  revocation_of_authorization: 'authorization_revoked',
  stop_payment_order: 'authorization_revoked',
  authentication_required: 'authentication_required',
  payment_intent_authentication_failure: 'challenge_refused',
  setup_intent_authentication_failure: 'challenge_refused',
  incorrect_number: 'incorrect_number',
  invalid_number: 'incorrect_number',
  incorrect_cvc: 'incorrect_cvc',
  invalid_cvc: 'incorrect_cvc',
  invalid_expiry_month: 'expired_card',
  invalid_expiry_year: 'expired_card',
  processing_error: 'processing_error',
  account_closed: 'bank_account_closed',
  bank_account_closed: 'bank_account_closed',
  bank_account_unusable: 'bank_account_closed',
  no_account: 'bank_account_closed',
  debit_not_authorized: 'debit_not_authorized',
  payment_method_bank_account_blocked: 'bank_account_closed',
  payment_intent_payment_attempt_failed: 'debit_failed',
  payment_method_provider_decline: 'debit_failed',
  generic_could_not_process: 'debit_failed',
  do_not_honor: 'card_declined',
  generic_decline: 'card_declined',
  card_declined: 'card_declined',
  amount_too_small: 'amount_unsupported',
  amount_too_large: 'amount_unsupported',
}

/** Ours for theirs. What the networks forbid to try again is never tried again. */
export function failureCodeOf({ code, decline_code, advice_code }: Failure): string {
  const ours = codes[decline_code ?? ''] ?? codes[code ?? ''] ?? 'payment_refused'
  if (advice_code === 'do_not_try_again' && ours === 'card_declined') return 'card_closed'
  return ours
}
