import type { Currency } from '../money/money.ts'
import { clearing, ofCustomer, type ProviderAccount, single } from './accounts.ts'
import { type Entry, entry, match, reverse } from './entry.ts'
import type { ProviderMovement } from './payment-recipes.ts'

/** The provider keeps its own fee out of the money that lies with it. */
export function providerFeeTaken(taken: ProviderMovement): Entry | undefined {
  const { currency, nanos } = taken
  const debit = single('provider_fees', currency)
  const credit = clearing(taken.provider, currency)
  return entry('provider_fee.taken', taken.id, [{ debit, credit, nanos }])
}

/** The provider gives a fee back. */
export function providerFeeGivenBack(taken: ProviderMovement): Entry | undefined {
  const feeTaken = providerFeeTaken(taken)
  return feeTaken && reverse(feeTaken, 'provider_fee.given_back')
}

/** All amounts in nanos. */
export type Chargeback = {
  readonly id: string
  readonly customerId: string
  readonly currency: Currency
  readonly provider: ProviderAccount
  /** What is still unspent of the disputed top-up; zero for other payments. */
  readonly fromFunds: bigint
  /** The rest of the disputed amount. */
  readonly fromMerchant: bigint
  /** What the provider takes for the case. */
  readonly fee: bigint
}

/**
 * The payer's bank demands money back. The provider withdraws it at once, with a fee that the merchant bears.
 * Until the case is decided the amount is set aside in the reserve and shown as in transit.
 */
export function chargebackOpened(chargeback: Chargeback): Entry | undefined {
  const { currency, fee } = chargeback
  const balance = single('merchant_balance', currency)
  const clearingAccount = clearing(chargeback.provider, currency)
  const nanos = disputed(chargeback)
  const reserve = { account: single('merchant_reserve', currency), nanos }
  const bearers = [
    {
      account: ofCustomer('funds', chargeback.customerId, currency),
      nanos: chargeback.fromFunds,
    },
    { account: balance, nanos: chargeback.fromMerchant },
  ]
  return entry('chargeback.opened', chargeback.id, [
    ...match(bearers, [reserve]),
    { debit: single('refunds_in_transit', currency), credit: clearingAccount, nanos },
    { debit: balance, credit: clearingAccount, nanos: fee },
  ])
}

/** The case is won: all is as before. `fee` is what the provider gives back of it, zero if it keeps it. */
export function chargebackWon(chargeback: Chargeback): Entry | undefined {
  const opened = chargebackOpened(chargeback)
  return opened && reverse(opened, 'chargeback.won')
}

/** The case is lost: what was set aside is what the payer has got. */
export function chargebackLost(chargeback: Chargeback): Entry | undefined {
  const { currency } = chargeback
  const debit = single('merchant_reserve', currency)
  const credit = single('refunds_in_transit', currency)
  return entry('chargeback.lost', chargeback.id, [{ debit, credit, nanos: disputed(chargeback) }])
}

/** A lost case is opened again, on appeal. */
export function chargebackLossReversed(chargeback: Chargeback): Entry | undefined {
  const lost = chargebackLost(chargeback)
  return lost && reverse(lost, 'chargeback.loss_reversed')
}

function disputed({ fromFunds, fromMerchant }: Chargeback): bigint {
  return fromFunds + fromMerchant
}

/** One movement between two books: an entry in each, booked together or not at all. */
export type Sweep = { readonly merchant: Entry; readonly platform: Entry }

/** Collected fees move, with the money that lies at the provider, from a merchant's book to the platform's. */
export function platformFeeSwept(sweep: ProviderMovement): Sweep | undefined {
  const { currency, nanos } = sweep
  const debit = single('platform_fees', currency)
  const credit = clearing(sweep.provider, currency)
  const merchant = entry('platform_fee.swept', sweep.id, [{ debit, credit, nanos }])
  // What one book gives away, the other receives.
  return merchant && { merchant, platform: reverse(merchant, 'platform_fee.swept') }
}

/** A sweep that should not have been is undone in both books. */
export function platformFeeSweepReversed(sweep: ProviderMovement): Sweep | undefined {
  const swept = platformFeeSwept(sweep)
  if (!swept) return undefined
  const fact = 'platform_fee.sweep_reversed'
  return { merchant: reverse(swept.merchant, fact), platform: reverse(swept.platform, fact) }
}

/** Nanos that a provider moves between two accounts, and the id of that movement. */
export type ProviderTransfer = {
  readonly id: string
  readonly nanos: bigint
  readonly currency: Currency
  readonly from: ProviderAccount
  readonly to: ProviderAccount
}

/** A merchant's share goes from the platform's account at the provider to the merchant's. What it is owed stays as it is. */
export function providerTransferred(transfer: ProviderTransfer): Entry | undefined {
  const { currency, nanos } = transfer
  const debit = clearing(transfer.to, currency)
  const credit = clearing(transfer.from, currency)
  return entry('provider.transferred', transfer.id, [{ debit, credit, nanos }])
}

/** All of a transfer, or a part of it under an id of its own, goes back to where it came from. */
export function providerTransferReversed(transfer: ProviderTransfer): Entry | undefined {
  const transferred = providerTransferred(transfer)
  return transferred && reverse(transferred, 'provider.transfer_reversed')
}

/** The provider sends money to the merchant's bank: it lies there no more, and is the merchant's until it arrives. */
export function payoutStarted(payout: ProviderMovement): Entry | undefined {
  const { currency, nanos } = payout
  const debit = single('payouts_in_transit', currency)
  const credit = clearing(payout.provider, currency)
  return entry('payout.started', payout.id, [{ debit, credit, nanos }])
}

type Payout = Omit<ProviderMovement, 'provider'>

/** The payout has arrived: the merchant has its money. */
export function payoutSettled(payout: Payout): Entry | undefined {
  const { currency, nanos } = payout
  const debit = single('merchant_balance', currency)
  const credit = single('payouts_in_transit', currency)
  return entry('payout.settled', payout.id, [{ debit, credit, nanos }])
}

/** What was said to have arrived is on its way after all: banks send payouts back days later. */
export function payoutSettlementReversed(payout: Payout): Entry | undefined {
  const settled = payoutSettled(payout)
  return settled && reverse(settled, 'payout.settlement_reversed')
}

/** The bank refused the payout: the money is at the provider again. */
export function payoutFailed(payout: ProviderMovement): Entry | undefined {
  const started = payoutStarted(payout)
  return started && reverse(started, 'payout.failed')
}
