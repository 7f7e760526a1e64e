import type { Currency } from '../money/money.ts'
import {
  clearing,
  earned,
  ofCustomer,
  type ProviderAccount,
  type Split,
  single,
} from './accounts.ts'
import { type Entry, entry, match, reverse } from './entry.ts'

/** An amount at a provider, in nanos, and the id of what it is about. */
export type ProviderMovement = {
  readonly id: string
  readonly nanos: bigint
  readonly currency: Currency
  readonly provider: ProviderAccount
}
type CustomerMovement = ProviderMovement & { readonly customerId: string }
type FundsMovement = Omit<CustomerMovement, 'provider'>

/** Money that the customer paid ahead has arrived: it is the customer's until it is used. */
export function topupPaid(topup: CustomerMovement): Entry | undefined {
  const { currency, nanos } = topup
  const credit = ofCustomer('funds', topup.customerId, currency)
  return entry('topup.paid', topup.id, [
    { debit: clearing(topup.provider, currency), credit, nanos },
  ])
}

/** A top-up that never really arrived is taken back. */
export function topupReversed(topup: CustomerMovement): Entry | undefined {
  const paid = topupPaid(topup)
  return paid && reverse(paid, 'topup.reversed')
}

type OneOffPayment = Split & Omit<ProviderMovement, 'nanos'>

/** A one-off payment has arrived, and belongs to those who earned it. The payer owed nothing before. */
export function paymentPaid(payment: OneOffPayment): Entry | undefined {
  const { currency } = payment
  const nanos = payment.merchantShare + payment.tax + payment.fee
  const debits = [{ account: clearing(payment.provider, currency), nanos }]
  return entry('payment.paid', payment.id, match(debits, earned(payment, currency)))
}

/** A one-off payment goes back the way it came. The split says who gives back what. */
export function paymentRefunded(payment: OneOffPayment): Entry | undefined {
  const paid = paymentPaid(payment)
  return paid && reverse(paid, 'payment.refunded')
}

/** Money arrived for something already paid, cancelled or expired: it waits to be sent back. */
export function paymentDuplicated(payment: ProviderMovement): Entry | undefined {
  const { currency, nanos } = payment
  const credit = single('unapplied_payments', currency)
  const debit = clearing(payment.provider, currency)
  return entry('payment.duplicated', payment.id, [{ debit, credit, nanos }])
}

/** Such money has been sent back in full. */
export function paymentReturned(payment: ProviderMovement): Entry | undefined {
  const duplicated = paymentDuplicated(payment)
  return duplicated && reverse(duplicated, 'payment.returned')
}

/** The provider confirms that a refund has reached the payer. */
export function refundSettled(refund: ProviderMovement): Entry | undefined {
  const { currency, nanos } = refund
  const debit = single('refunds_in_transit', currency)
  const credit = clearing(refund.provider, currency)
  return entry('refund.settled', refund.id, [{ debit, credit, nanos }])
}

/** The provider could not refund: the money becomes the customer's funds. */
export function refundRejected(refund: FundsMovement): Entry | undefined {
  const { currency, nanos } = refund
  const credit = ofCustomer('funds', refund.customerId, currency)
  const debit = single('refunds_in_transit', currency)
  return entry('refund.rejected', refund.id, [{ debit, credit, nanos }])
}

/**
 * A refund that had reached the payer's bank came back: it lies at the provider again. It becomes funds of the customer
 * it was for; a payment that nobody had wanted waits again for somebody to look at it.
 */
export function refundBounced(
  refund: ProviderMovement & { readonly customerId: string | undefined },
): Entry | undefined {
  const { id, currency, nanos, customerId } = refund
  const debit = clearing(refund.provider, currency)
  const credit =
    customerId === undefined
      ? single('unapplied_payments', currency)
      : ofCustomer('funds', customerId, currency)
  return entry('refund.bounced', id, [{ debit, credit, nanos }])
}

/** Unused funds leave the customer's account and are on their way back to whoever paid them in. */
export function fundsReturned(back: FundsMovement): Entry | undefined {
  const { currency, nanos } = back
  const debit = ofCustomer('funds', back.customerId, currency)
  const credit = single('refunds_in_transit', currency)
  return entry('funds.returned', back.id, [{ debit, credit, nanos }])
}

/** The provider confirms that returned funds have arrived. */
export function fundsReturnSettled(back: ProviderMovement): Entry | undefined {
  const settled = refundSettled(back)
  return settled && { ...settled, fact: 'funds.return_settled' }
}

/** The way back is closed: the money is the customer's funds again. */
export function fundsReturnFailed(back: FundsMovement): Entry | undefined {
  const returned = fundsReturned(back)
  return returned && reverse(returned, 'funds.return_failed')
}

type Claim = {
  readonly id: string
  readonly fromCustomerId: string
  readonly toCustomerId: string
  readonly nanos: bigint
  readonly currency: Currency
}

/** A consumer claims a managed customer: its money moves to the account of the new owner, in the same book. */
export function fundsClaimed(claim: Claim): Entry | undefined {
  const { currency, nanos } = claim
  const debit = ofCustomer('funds', claim.fromCustomerId, currency)
  const credit = ofCustomer('funds', claim.toCustomerId, currency)
  return entry('funds.claimed', claim.id, [{ debit, credit, nanos }])
}

/** A claim that should not have been is undone. */
export function fundsClaimReversed(claim: Claim): Entry | undefined {
  const claimed = fundsClaimed(claim)
  return claimed && reverse(claimed, 'funds.claim_reversed')
}
