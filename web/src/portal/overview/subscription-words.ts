import type { Overview } from '../../api/portal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import type { NoticeKind } from '../../ui/notice.tsx'

type Subscription = Overview['subscription']

const signs: Readonly<Record<Subscription['status'], NoticeKind>> = {
  active: 'good',
  pending_payment: 'warn',
  terminated: 'plain',
}

export const signOf = (status: Subscription['status']): NoticeKind => signs[status]

/** Since when, until when, and which period runs: a sentence each. */
export function datesOf(subscription: Subscription): readonly string[] {
  const words = texts.portal
  const { startedAt, currentPeriodStart, currentPeriodEnd, endingAt, terminatedAt } = subscription
  if (terminatedAt !== undefined) {
    return [words.since(formatDay(startedAt)), words.ended(formatDay(terminatedAt))]
  }
  const period = words.period(formatDay(currentPeriodStart), formatDay(currentPeriodEnd))
  return endingAt === undefined ? [period] : [period, words.ends(formatDay(endingAt))]
}
