import type { ReactNode } from 'react'
import type { Overview } from '../../api/portal.ts'
import { isZero } from '../../format/decimal.ts'
import { formatClock, zoneName } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Sign } from '../../ui/notice.tsx'
import { ViewTitle } from '../../ui/page.tsx'
import type { Portal } from '../portal.ts'
import { Attention } from './attention.tsx'
import { Figures } from './figures.tsx'
import { NextInvoice } from './next-invoice.tsx'
import { PlanSection } from './plan-section.tsx'
import { datesOf, signOf } from './subscription-words.ts'

/** The subscription's name and state, the figures that people come for, and what it is made of. */
export function OverviewView({ portal }: { portal: Portal }): ReactNode {
  const { overview } = portal
  const { subscription, nextInvoice } = overview
  return (
    <>
      <section className="overview">
        <div className="overview-head">
          <ViewTitle arrived={portal.arrived}>{subscription.name}</ViewTitle>
          <Status status={subscription.status} />
        </div>
        <p className="soft">{datesOf(subscription).join(' ')}</p>
        <Attention portal={portal} />
        <Figures overview={overview} />
        <Updated portal={portal} />
      </section>
      {nextInvoice && !isZero(nextInvoice.amount) ? <NextInvoice invoice={nextInvoice} /> : null}
      <PlanSection portal={portal} />
    </>
  )
}

function Status({ status }: Pick<Overview['subscription'], 'status'>): ReactNode {
  return (
    <span className="status">
      <Sign kind={signOf(status)} />
      {texts.portal.statuses[status]}
    </span>
  )
}

function Updated({ portal: { at, loading, reload } }: { portal: Portal }): ReactNode {
  const words = texts.portal
  return (
    <p className="soft small updated" aria-busy={loading}>
      <span role="status">
        {words.updated(formatClock(at))} {words.zone(zoneName())}
      </span>
      <button type="button" className="button button-quiet" onClick={reload}>
        {words.refresh}
      </button>
    </p>
  )
}
