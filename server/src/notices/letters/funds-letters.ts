import { footerOf } from './invoice-letters.ts'
import type { Letter } from './letter.ts'

type Between = { readonly merchant: string; readonly customer: string }

/** What letters about a top-up tell. Amounts and dates as they are to be read. */
export type TopupFacts = Between & {
  readonly amount: string
  readonly paymentUrl?: string | undefined
}

export function topupFailed(
  topup: TopupFacts,
  next: { readonly reason: string; readonly retryOn?: string | undefined },
): Letter {
  const { merchant, amount } = topup
  const retry =
    next.retryOn === undefined
      ? 'We will not try again until you save another payment method. You can also pay now by hand.'
      : `We will try again on ${next.retryOn}. You can also pay now, with this or another method.`
  return {
    ...common(topup),
    subject: `Your balance at ${merchant} could not be topped up`,
    preview: `${amount} could not be charged`,
    heading: 'Your top-up did not go through',
    paragraphs: [
      `Hello ${topup.customer},`,
      `${amount} for your balance at ${merchant} could not be charged: ${next.reason}`,
      retry,
    ],
    button: payButton(topup, `Pay ${amount}`),
  }
}

/** The bank wants to ask the payer, which takes the payer's presence. */
export function topupNeedsYou(topup: TopupFacts): Letter {
  const { merchant, amount, customer } = topup
  return {
    ...common(topup),
    subject: `Please confirm the top-up of your balance at ${merchant}`,
    preview: `Your bank asks you to confirm ${amount}`,
    heading: 'Your bank asks you to confirm a payment',
    paragraphs: [
      `Hello ${customer},`,
      `${amount} for your balance at ${merchant} cannot be charged without you: your bank wants to know that it is you.`,
    ],
    button: payButton(topup, 'Confirm the payment'),
  }
}

export type LimitFacts = Between & {
  readonly threshold: string
  readonly amount: string
  readonly limit: string
  readonly goesOnOn: string
}

export function limitReached({ merchant, customer, ...limit }: LimitFacts): Letter {
  return {
    subject: `Your balance at ${merchant} is low, and your monthly limit is reached`,
    preview: `Nothing is charged before ${limit.goesOnOn}`,
    heading: 'Your monthly limit is reached',
    paragraphs: [
      `Hello ${customer},`,
      `Your balance at ${merchant} has fallen below ${limit.threshold}. Another top-up of ${limit.amount} would pass the ${limit.limit} that may be charged in a month, so nothing is charged before ${limit.goesOnOn}.`,
      'If you need more until then, add funds by hand or raise the limit.',
    ],
    facts: [
      { label: 'Monthly limit', value: limit.limit },
      { label: 'Goes on', value: limit.goesOnOn },
    ],
    links: [],
    footer: footerOf(merchant),
  }
}

export type CardFacts = Between & { readonly card: string; readonly lastDay: string }

export function cardExpiring({ merchant, customer, card, lastDay }: CardFacts): Letter {
  return {
    subject: `Your card at ${merchant} expires soon`,
    preview: `${card} can be charged until ${lastDay}`,
    heading: 'Your card expires soon',
    paragraphs: [
      `Hello ${customer},`,
      `The card that you pay ${merchant} with, ${card}, can be charged until ${lastDay}. Please save another one before then, so that nothing is interrupted.`,
    ],
    facts: [
      { label: 'Card', value: card },
      { label: 'Last day', value: lastDay },
    ],
    links: [],
    footer: footerOf(merchant),
  }
}

function common({ merchant, amount }: TopupFacts) {
  return {
    facts: [{ label: 'Top-up', value: amount }],
    links: [],
    footer: footerOf(merchant),
  }
}

function payButton({ paymentUrl }: TopupFacts, label: string) {
  return paymentUrl === undefined ? undefined : { label, url: paymentUrl }
}
