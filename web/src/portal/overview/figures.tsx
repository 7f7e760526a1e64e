import type { ReactNode } from 'react'
import type { Overview } from '../../api/portal.ts'
import { formatMoney, isZero } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Amount, Figure } from '../../ui/money.tsx'

/** What is left, what this period cost so far, and what comes next. */
export function Figures({ overview }: { overview: Overview }): ReactNode {
  const { balance, period, nextInvoice } = overview
  const words = texts.portal
  return (
    <dl className="figures" aria-label={words.figures}>
      <div>
        <dt>{words.balance}</dt>
        <dd>
          <Amount amount={balance.amount} currency={balance.currency} />
        </dd>
        <Minimum overview={overview} />
      </div>
      <div>
        <dt>{words.charged}</dt>
        <dd>
          <Amount amount={period.charged} currency={balance.currency} />
        </dd>
        <dd className="soft small">
          {isZero(period.tax) ? words.noTax : words.tax(formatMoney(period.tax, balance.currency))}
        </dd>
      </div>
      {nextInvoice && !isZero(nextInvoice.amount) ? (
        <div>
          <dt>{words.next.figure}</dt>
          <dd>
            <Amount amount={nextInvoice.amount} currency={nextInvoice.currency} />
          </dd>
          <dd className="soft small">{words.next.on(formatDay(nextInvoice.at))}</dd>
        </div>
      ) : (
        <div>
          <dt>{words.events}</dt>
          <dd>
            <Figure value={String(period.events)} />
          </dd>
        </div>
      )}
    </dl>
  )
}

/** What the balance must hold; nothing is renewed that has ended. */
function Minimum({ overview: { balance, subscription } }: { overview: Overview }): ReactNode {
  const { minimum, currency } = balance
  if (minimum === undefined || isZero(minimum) || subscription.terminatedAt !== undefined) {
    return null
  }
  return <dd className="soft small">{texts.portal.minimum(formatMoney(minimum, currency))}</dd>
}
