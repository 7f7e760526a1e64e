import { type ReactNode, useCallback, useState } from 'react'
import type { PlanChange, PortalPlan } from '../../api/portal.ts'
import { formatMoney, isZero } from '../../format/decimal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Choice } from '../../ui/choice.tsx'
import { FailedLoad } from '../../ui/failed-load.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLoad } from '../../ui/use-load.ts'
import { ActButton } from '../act-button.tsx'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { go } from '../route.ts'
import { useAct } from '../use-act.ts'
import { ExpectedLines } from './expected-lines.tsx'

type At = 'now' | 'period_end'

type PreviewProps = { readonly portal: Portal; readonly plan: PortalPlan }

/** What a change would cost, now or with the next period, and the button that does it. */
export function PlanChangePreview({ portal, plan }: PreviewProps): ReactNode {
  const { client } = portal
  const words = texts.portal.planChange
  const [at, setAt] = useState<At>(plan.isCurrent ? 'period_end' : 'now')
  const read = useCallback(
    () =>
      client.post<PlanChange>(
        '/v0/portal/planChange/preview',
        { planId: plan.id, at },
        crypto.randomUUID(),
      ),
    [client, plan.id, at],
  )
  const { value, failure, loading, reload } = useLoad(read)
  return (
    <section className="plan-preview" aria-busy={loading} aria-label={words.lines}>
      {plan.isCurrent ? null : (
        <Choice
          name="at"
          legend={words.when}
          options={[
            { value: 'now', label: words.whens.now },
            { value: 'period_end', label: words.whens.period_end },
          ]}
          value={at}
          onChange={setAt}
        />
      )}
      {failure ? <FailedLoad text={words.previewFailed} onRetry={reload} /> : null}
      {value === undefined && failure === undefined ? (
        <Skeleton label={words.previewing} lines={3} />
      ) : null}
      {value && failure === undefined ? (
        <Confirm portal={portal} plan={plan} at={at} change={value} fresh={!loading} />
      ) : null}
    </section>
  )
}

type ConfirmProps = PreviewProps & {
  readonly at: At
  readonly change: PlanChange
  /** Whether the figures are those of what is chosen. */
  readonly fresh: boolean
}

function Confirm({ portal, plan, at, change, fresh }: ConfirmProps): ReactNode {
  const words = texts.portal.planChange
  const { running, failure, run } = useAct()
  const day = formatDay(change.effectiveAt)
  const total = formatMoney(change.grandTotal, change.currency)
  const costs = at === 'now' && !isZero(change.grandTotal)

  function confirm(): void {
    if (!fresh) return
    run(async () => {
      await portal.client.post(
        '/v0/portal/planChange',
        { planId: plan.id, at },
        crypto.randomUUID(),
      )
      portal.reload()
      go({ view: 'overview' }, doneText(plan, at, day))
    })
  }

  return (
    <>
      <p role="status">{words.begins(plan.name, day)}</p>
      <ExpectedLines change={change} total={at === 'now' ? words.dueNow : words.dueThen} />
      {isZero(change.carriedCredit) ? null : (
        <p>{words.carried(formatMoney(change.carriedCredit, change.currency))}</p>
      )}
      <Refusal failure={failure} />
      <ActButton
        running={running}
        ready={costs ? words.confirmPaying(plan.name, total) : words.confirm(plan.name)}
        busy={words.confirming}
        onPress={confirm}
      />
    </>
  )
}

function doneText({ name, isCurrent }: PortalPlan, at: At, day: string): string {
  const words = texts.portal.planChange
  if (isCurrent) return words.doneBack(name)
  return at === 'now' ? words.done(name) : words.doneLater(name, day)
}
