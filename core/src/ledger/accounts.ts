import type { Currency } from '../money/money.ts'
import type { AccountKind, AccountRef, Share } from './entry.ts'

/** The kinds of which a book has just one account per currency. */
type SingleKind = Exclude<AccountKind, 'funds' | 'holds' | 'receivable' | 'provider_clearing'>

/** The one account of its kind in the book. */
export function single(kind: SingleKind, currency: Currency): AccountRef {
  return { kind, subject: '', currency }
}

/** An account of one customer: its money, its held money, or what it owes. */
export function ofCustomer(
  kind: 'funds' | 'holds' | 'receivable',
  customerId: string,
  currency: Currency,
): AccountRef {
  return { kind, subject: customerId, currency }
}

/** Where money lies at a payment provider: one account per provider and provider account. */
export type ProviderAccount = { readonly provider: string; readonly account: string }

export function clearing({ provider, account }: ProviderAccount, currency: Currency): AccountRef {
  return { kind: 'provider_clearing', subject: `${provider}:${account}`, currency }
}

/** What a price is split into, in nanos: the merchant's share and the platform's fee make up the net price. */
export type Split = {
  readonly merchantShare: bigint
  readonly tax: bigint
  readonly fee: bigint
}

/** Who gets what of money that was earned. */
export function earned({ merchantShare, tax, fee }: Split, currency: Currency): Share[] {
  return [
    { account: single('merchant_balance', currency), nanos: merchantShare },
    { account: single('tax_payable', currency), nanos: tax },
    { account: single('platform_fees', currency), nanos: fee },
  ]
}
