import { type ReactNode, useCallback, useState } from 'react'
import type { PortalPlan, PortalPlans } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import type { Portal } from '../portal.ts'
import { PlanChangePreview } from './plan-change-preview.tsx'
import { PlanOption } from './plan-option.tsx'

/** Changes to another plan: which, when, and what it costs, before anything is done. */
export function PlanChangeView({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.planChange
  const { overview, arrived } = portal
  const may = isAllowed(portal, 'portal:plan')
  return (
    <ActView
      title={words.title}
      arrived={arrived}
      back={{ view: 'overview' }}
      backLabel={words.back}
    >
      {may ? (
        <>
          <p className="soft">{words.current(overview.plan.name)}</p>
          <Choosing portal={portal} />
        </>
      ) : (
        <p>{texts.portal.cancel.askPlan(overview.merchant.name)}</p>
      )}
    </ActView>
  )
}

function Choosing({ portal }: { portal: Portal }): ReactNode {
  const { client } = portal
  const words = texts.portal.planChange
  const read = useCallback(
    (signal: AbortSignal) => client.get<PortalPlans>('/v0/portal/plans', signal),
    [client],
  )
  const { value, failure, reload } = useLoad(read)
  const [chosen, setChosen] = useState<PortalPlan>()
  if (failure) return <FailedLoad text={words.failed} onRetry={reload} />
  if (value === undefined) return <Skeleton label={words.loading} lines={6} />
  const next = value.data.find(({ isNext }) => isNext)
  // Where another plan follows already, the present one is a choice: it takes that back.
  const choices = value.data.filter(({ isNext, isCurrent }) => !isNext && !(isCurrent && !next))
  if (choices.length === 0) return <p>{words.none}</p>
  return (
    <>
      {next ? (
        <Notice kind="plain">
          <p>{words.next(next.name)}</p>
        </Notice>
      ) : null}
      <fieldset className="plans">
        <legend>{words.choose}</legend>
        {choices.map((plan) => (
          <PlanOption
            key={plan.id}
            plan={plan}
            currency={portal.overview.balance.currency}
            chosen={plan.id === chosen?.id}
            onChoose={() => setChosen(plan)}
          />
        ))}
      </fieldset>
      {chosen ? <PlanChangePreview key={chosen.id} portal={portal} plan={chosen} /> : null}
    </>
  )
}
