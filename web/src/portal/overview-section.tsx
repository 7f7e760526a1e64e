import type { ReactNode } from 'react'
import type { Overview } from '../api/portal.ts'
import { formatMoney, parseDecimal } from '../format/decimal.ts'
import { formatClock, formatDay, zoneName } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { Amount, Figure } from '../ui/money.tsx'
import { type NoticeKind, Sign } from '../ui/notice.tsx'
import { ViewTitle } from '../ui/page.tsx'
import type { Loaded } from './loaded.ts'

type OverviewProps = {
  readonly loaded: Loaded
  readonly loading: boolean
  readonly reload: () => void
}

/** The subscription's name and state, and the three figures that people come for. */
export function OverviewSection({ loaded, loading, reload }: OverviewProps): ReactNode {
  const { subscription } = loaded.overview
  const words = texts.portal
  return (
    <section className="overview">
      <div className="overview-head">
        <ViewTitle arrived={false}>{subscription.name}</ViewTitle>
        <Status status={subscription.status} />
      </div>
      <p className="soft">{[...datesOf(subscription), words.zone(zoneName())].join(' ')}</p>
      <Figures overview={loaded.overview} />
      <p className="soft small updated" aria-busy={loading}>
        <span role="status">{words.updated(formatClock(loaded.at))}</span>
        <button type="button" className="button button-quiet" onClick={reload}>
          {words.refresh}
        </button>
      </p>
    </section>
  )
}

const kinds: Readonly<Record<string, NoticeKind>> = {
  active: 'good',
  pending_payment: 'warn',
  pending: 'warn',
  suspended: 'bad',
}

function Status({ status }: { status: string }): ReactNode {
  const known = status.toLowerCase()
  return (
    <span className="status">
      <Sign kind={kinds[known] ?? 'plain'} />
      {texts.portal.statuses[known] ?? status}
    </span>
  )
}

function datesOf(subscription: Overview['subscription']): readonly string[] {
  const words = texts.portal
  const { startedAt, currentPeriodStart, currentPeriodEnd, endingAt, terminatedAt } = subscription
  if (terminatedAt !== undefined) {
    return [`${words.since(formatDay(startedAt))}.`, `${words.ended(formatDay(terminatedAt))}.`]
  }
  const period = words.period(formatDay(currentPeriodStart), formatDay(currentPeriodEnd))
  return endingAt === undefined
    ? [`${period}.`]
    : [`${period}.`, `${words.ends(formatDay(endingAt))}.`]
}

function Figures({ overview }: { overview: Overview }): ReactNode {
  const { balance, period, subscription } = overview
  const words = texts.portal
  const { currency } = balance
  // Nothing is renewed that has ended.
  const minimum = subscription.terminatedAt === undefined ? balance.minimum : undefined
  return (
    <dl className="figures" aria-label={words.figures}>
      <div>
        <dt>{words.balance}</dt>
        <dd>
          <Amount amount={balance.amount} currency={currency} />
        </dd>
        {minimum === undefined || isZero(minimum) ? null : (
          <dd className="soft small">{words.minimum(formatMoney(minimum, currency))}</dd>
        )}
      </div>
      <div>
        <dt>{words.charged}</dt>
        <dd>
          <Amount amount={period.charged} currency={currency} />
        </dd>
        <dd className="soft small">
          {isZero(period.tax) ? words.noTax : words.tax(formatMoney(period.tax, currency))}
        </dd>
      </div>
      <div>
        <dt>{words.events}</dt>
        <dd>
          <Figure value={String(period.events)} />
        </dd>
      </div>
    </dl>
  )
}

function isZero(amount: string): boolean {
  const { whole, fraction } = parseDecimal(amount)
  return whole === '0' && fraction === ''
}
