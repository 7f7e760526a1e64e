import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import { Problem } from '../../platform/problem.ts'

/**
 * A payment provider: somebody else, who can be slow, away, or late with an answer. So it is never called inside a
 * transaction, and every call carries a key by which a repetition has the effect of one.
 */
export type Provider = {
  readonly name: string
  /** Whether what it moves is money. */
  readonly isReal: boolean
  /** In what ways a payer can pay with what is not stored yet. */
  readonly offers: readonly Offer[]
  /**
   * Asks for a payment. The same key again answers with the first payment as it is now. An amount of nothing charges
   * nothing: the method is only checked, and can be charged later by its token.
   */
  readonly createPayment: (order: PaymentOrder) => Promise<ProviderPayment>
  /** What became of it; undefined when the provider never heard of this key. */
  readonly findPayment: (asked: PaymentQuestion) => Promise<ProviderPayment | undefined>
  /** The payer's answer to the question of its bank. Undefined when there is no such question. */
  readonly answerChallenge: (answer: ChallengeAnswer) => Promise<ProviderPayment | undefined>
  /**
   * Ends a payment that waits for its payer, so that it cannot succeed any more; one that is beyond that is told as it
   * is. Undefined when the provider never heard of this key.
   */
  readonly abandonPayment: (asked: PaymentQuestion) => Promise<ProviderPayment | undefined>
  /** Sends money back. The same key again answers with the first refund as it is now. */
  readonly createRefund: (order: RefundOrder) => Promise<ProviderRefund>
  /**
   * Stops a refund before it reaches the payer; what it answers may say that it is too late. One that was never asked for
   * under this key is cancelled as well: asked for later, it is not sent.
   */
  readonly cancelRefund: (order: RefundCancellation) => Promise<ProviderRefund>
  /** The token charges nothing any more. Run twice, it does nothing. */
  readonly forgetMethod: (method: Party & { readonly token: string }) => Promise<void>
  /** What the page needs for a form of the provider's own; undefined for an amount that cannot be paid there. */
  readonly pageForm?: (party: Party, amount: Money) => Promise<PageForm | undefined>
}

export type Providers = Readonly<Partial<Record<string, Provider>>>

/** Who moves the money of this account. Throws UNAVAILABLE where that provider is not set up (any more). */
export function providerOf(providers: Providers, { provider }: Pick<ProviderAccount, 'provider'>) {
  const found = providers[provider]
  if (!found) throw new Problem('UNAVAILABLE', 'No payment provider is set up.')
  return found
}

/** `element` is a form of the provider's own, inside our page: what is typed there never passes through us. */
export type Offer = 'card' | 'wallet' | 'bank_debit' | 'element'

export type PageForm = {
  readonly publishableKey: string
  readonly account?: string | undefined
  /** As the provider counts and writes it. */
  readonly amount: number
  readonly currency: string
}

export type Card = {
  readonly number: string
  readonly expMonth: number
  readonly expYear: number
  readonly cvc: string
}

export type BankDebit = { readonly iban: string; readonly holderName: string }

/** Whose payment it is, and in which account of the provider its money lies. */
export type Party = {
  readonly merchantId: string
  readonly customerId: string | undefined
  readonly account: string
}
export type PaymentKey = Party & { readonly idempotencyKey: string }

export type PaymentQuestion = PaymentKey & {
  /** By which the provider knows it, as far as it has told us. */
  readonly reference: string | undefined
  /** When it was written down that it would be asked for, by real time. */
  readonly askedAt: Temporal.Instant
}

/** With what is paid. */
export type Means =
  /** A method that its holder enters now. */
  | { readonly card: Card }
  | { readonly bankDebit: BankDebit }
  /** The wallet of the payer's browser or telephone. */
  | { readonly wallet: true }
  /** The payer enters it in the provider's own form: the reply bears the secret with which that form pays. */
  | { readonly onPage: true }
  /** One that was stored; its holder sits at the page and can answer its bank, or is away. */
  | { readonly token: string; readonly isHolderPresent: boolean }

export type PaymentOrder = PaymentKey & {
  readonly amount: Money
  /** The method is charged again later, while its holder is away. */
  readonly savesMethod: boolean
  /** When it was written down, by real time, and whether it may have been asked for before. */
  readonly askedAt: Temporal.Instant
  readonly isRepeated: boolean
  /** Where the provider sends the payment as it comes in; undefined where it stays. */
  readonly destination?: Destination | undefined
} & Means

/** The account of a merchant, and the nanos that the platform keeps as its fee: whole at the provider. */
export type Destination = { readonly account: string; readonly fee: bigint }

export type RefundOrder = PaymentKey & { readonly paymentReference: string; readonly amount: Money }
export type RefundCancellation = RefundOrder & {
  /** Whether somebody may have asked for the refund: then only the provider knows how far it is. */
  readonly mayBeSent: boolean
}
export type ChallengeAnswer = Party & {
  readonly challengeId: string
  /** `abandon`: the payer closed the bank's window, and wants to pay otherwise. */
  readonly outcome: 'accept' | 'refuse' | 'abandon'
}

/** What may be remembered of a method, and the token by which the provider charges it again. */
export type ProviderMethod = {
  readonly token: string
  /** In the provider's words: `card`, `sepa_debit`, `wallet`. */
  readonly type: string
  readonly brand?: string | undefined
  readonly last4?: string | undefined
  readonly expMonth?: number | undefined
  readonly expYear?: number | undefined
}

export type ProviderPayment = {
  /** Undefined for what was refused before it became a payment there. */
  readonly reference: string | undefined
  readonly idempotencyKey: string
  readonly status: 'requires_action' | 'processing' | 'succeeded' | 'failed'
  /** The bank's question, while it waits for an answer. */
  readonly challengeId?: string | undefined
  /** For the provider's own form, or for its window of the bank's question; never stored. */
  readonly clientSecret?: string | undefined
  readonly failureCode?: string | undefined
  /** Known once the payer has chosen one. */
  readonly method?: ProviderMethod | undefined
}

export type ProviderRefund = {
  readonly reference: string | undefined
  readonly idempotencyKey: string
  readonly status: 'pending' | 'succeeded' | 'failed' | 'cancelled'
}

/** A payer's bank takes a payment back. */
export type ProviderDispute = {
  readonly reference: string
  readonly paymentKey: string
  /** Major units, as decimal text. */
  readonly amount: string
  /** What the provider takes for the case, likewise. */
  readonly fee: string
  readonly currency: string
  /** The payment as it is now, where the provider says it: its own news may still be on their way. */
  readonly payment?: ProviderPayment | undefined
}

/** The bank has decided. With all that its opening said: that may come later, or never. */
export type ClosedDispute = ProviderDispute & {
  readonly outcome: 'won' | 'lost'
  /** What the provider gave back of its fee, in major units. */
  readonly feeReturned: string
}

/** An account of a merchant at the provider, as the provider describes it now. */
export type AccountState = {
  readonly account: string
  /** Whose it is, as we told the provider when it was opened. */
  readonly merchantId: string | undefined
  readonly country: string
  readonly chargesEnabled: boolean
  readonly payoutsEnabled: boolean
  readonly detailsSubmitted: boolean
  /** Names of the fields that it still asks for. */
  readonly requirements: readonly string[]
  readonly disabledReason: string | undefined
}

/** Money on its way to the bank of whoever owns an account. */
export type ProviderPayout = {
  readonly reference: string
  readonly amount: Money
  /** Failed, too, when the bank sends it back after it was paid. */
  readonly status: 'in_transit' | 'paid' | 'failed'
  readonly automatic: boolean
  readonly failureCode: string | undefined
  readonly arrivesAt: Temporal.Instant | undefined
  readonly createdAt: Temporal.Instant
}

/** What a provider tells us unasked, once it is known that it was the provider. */
export type ProviderEvent = { readonly id: string } & (
  | { readonly kind: 'payment.changed'; readonly payment: ProviderPayment }
  | { readonly kind: 'refund.changed'; readonly refund: ProviderRefund }
  | { readonly kind: 'dispute.opened'; readonly dispute: ProviderDispute }
  | { readonly kind: 'dispute.closed'; readonly dispute: ClosedDispute }
  | { readonly kind: 'account.changed'; readonly account: AccountState }
  | { readonly kind: 'payout.changed'; readonly payout: ProviderPayout }
)
