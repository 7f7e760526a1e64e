/** What banks answer about a card that will never be charged again. */
const forGood: ReadonlySet<string> = new Set([
  'expired_card',
  'stolen_card',
  'lost_card',
  'card_closed',
  'authorization_revoked',
  'bank_account_closed',
  'debit_not_authorized',
  'method_removed',
])

export function isForGood(failureCode: string): boolean {
  return forGood.has(failureCode)
}
