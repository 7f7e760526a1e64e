import { footerOf } from './invoice-letters.ts'
import type { Letter } from './letter.ts'

/** What a reminder tells about the period that begins next. */
export type RenewalFacts = {
  readonly merchant: string
  readonly customer: string
  readonly subscription: string
  readonly renewsOn: string
  /** What is due in advance for the new period; usage is not known yet. */
  readonly amount: string
  readonly willBeCharged: boolean
  readonly portalUrl?: string | undefined
}

export function renewalReminder(renewal: RenewalFacts): Letter {
  const { merchant, customer, subscription, renewsOn, amount, willBeCharged, portalUrl } = renewal
  const how = willBeCharged
    ? 'It will be charged to your saved payment method.'
    : 'You will get an invoice.'
  return {
    subject: `${subscription} renews on ${renewsOn}`,
    preview: `${amount} for the next period`,
    heading: 'Your subscription renews soon',
    paragraphs: [
      `Hello ${customer},`,
      `your subscription ${subscription} with ${merchant} renews on ${renewsOn}. ${how}`,
    ],
    facts: [
      { label: 'Subscription', value: subscription },
      { label: 'Renews on', value: renewsOn },
      { label: 'Due for the next period, before usage and tax', value: amount },
    ],
    button:
      portalUrl === undefined ? undefined : { label: 'View your subscription', url: portalUrl },
    links: [],
    footer: footerOf(merchant),
  }
}
