import { footerOf } from './invoice-letters.ts'
import type { Letter } from './letter.ts'

/** What a reminder tells about the period that begins next. */
export type RenewalFacts = {
  readonly merchant: string
  readonly customer: string
  readonly subscription: string
  readonly renewsOn: string
  /** What is due in advance for the new period, with tax; undefined when that is nothing. Usage is not known yet. */
  readonly amount: string | undefined
  readonly willBeCharged: boolean
}

export function renewalReminder(renewal: RenewalFacts): Letter {
  const { merchant, customer, subscription, renewsOn, amount, willBeCharged } = renewal
  const how = willBeCharged
    ? 'What is due will be charged to your saved payment method.'
    : 'You will get an invoice.'
  const due = amount === undefined ? [] : [{ label: 'Due for the next period', value: amount }]
  return {
    subject: `${subscription} renews on ${renewsOn}`,
    preview: amount === undefined ? merchant : `${amount} for the next period`,
    heading: 'Your subscription renews soon',
    paragraphs: [
      `Hello ${customer},`,
      `Your subscription ${subscription} with ${merchant} renews on ${renewsOn}. ${how}`,
    ],
    facts: [
      { label: 'Subscription', value: subscription },
      { label: 'Renews on', value: renewsOn },
      ...due,
    ],
    links: [],
    footer: footerOf(merchant),
  }
}
