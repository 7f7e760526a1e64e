import type { Money } from '@tallystick/core/money/money.ts'
import type { Ctx } from '../../platform/ctx.ts'

/**
 * A payment provider: somebody else, who can be slow, away, or late with an answer. So it is never called inside a
 * transaction, and every call carries a key by which a repetition has the effect of one.
 */
export type Provider = {
  readonly name: string
  /** Whether what it moves is money. */
  readonly isReal: boolean
  /**
   * Asks for a payment. The same key again answers with the first payment as it is now. An amount of nothing charges
   * nothing: the card is only checked, and can be charged later by its token.
   */
  readonly createPayment: (order: PaymentOrder) => Promise<ProviderPayment>
  /** What became of it; undefined when the provider never heard of this key. */
  readonly findPayment: (asked: PaymentKey) => Promise<ProviderPayment | undefined>
  /** The payer's answer to the question of its bank. Undefined when there is no such question. */
  readonly answerChallenge: (answer: ChallengeAnswer) => Promise<ProviderPayment | undefined>
  /** Sends money back. The same key again answers with the first refund as it is now. */
  readonly createRefund: (order: RefundOrder) => Promise<ProviderRefund>
  /**
   * Stops a refund before it reaches the payer; what it answers may say that it is too late. One that was never asked for
   * under this key is cancelled as well: asked for later, it is not sent.
   */
  readonly cancelRefund: (order: RefundOrder) => Promise<ProviderRefund>
  /** Reads a webhook: undefined when its signature is not the provider's. */
  readonly readWebhook: (ctx: Ctx, webhook: Webhook) => ProviderEvent | undefined
}

export type Card = {
  readonly number: string
  readonly expMonth: number
  readonly expYear: number
  readonly cvc: string
}

/** Whose payment it is. */
export type Party = { readonly merchantId: string; readonly customerId: string | undefined }
export type PaymentKey = Party & { readonly idempotencyKey: string }
/** A card that its holder enters now, or the token of one that was stored: charged while its holder is away. */
export type PaymentOrder = PaymentKey & { readonly amount: Money } & (
    | { readonly card: Card }
    | { readonly token: string }
  )
export type RefundOrder = PaymentKey & { readonly paymentReference: string; readonly amount: Money }
export type ChallengeAnswer = Party & {
  readonly challengeId: string
  readonly outcome: 'accept' | 'refuse'
}

/** What may be remembered of a card, and the token by which the provider charges it again. */
export type ProviderMethod = {
  readonly token: string
  readonly type: 'card'
  readonly brand: string
  readonly last4: string
  readonly expMonth: number
  readonly expYear: number
}

export type ProviderPayment = {
  readonly reference: string
  readonly idempotencyKey: string
  readonly status: 'requires_action' | 'processing' | 'succeeded' | 'failed'
  /** The bank's question, while it waits for an answer. */
  readonly challengeId?: string | undefined
  readonly failureCode?: string | undefined
  readonly method: ProviderMethod
}

export type ProviderRefund = {
  readonly reference: string
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
}

/** A message of a provider as it arrives: not to be believed before its signature is checked. */
export type Webhook = {
  readonly id: string
  /** Seconds since 1970, as text. */
  readonly timestamp: string
  readonly body: string
  /** Hexadecimal. */
  readonly signature: string
}

export type ProviderEvent = { readonly id: string } & (
  | { readonly kind: 'payment.changed'; readonly payment: ProviderPayment }
  | { readonly kind: 'refund.changed'; readonly refund: ProviderRefund }
  | { readonly kind: 'dispute.opened'; readonly dispute: ProviderDispute }
)
