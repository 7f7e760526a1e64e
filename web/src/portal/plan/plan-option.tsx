import type { ReactNode } from 'react'
import type { PortalPlan } from '../../api/portal.ts'
import { priceText } from '../overview/price-text.ts'

type PlanOptionProps = {
  readonly plan: PortalPlan
  readonly currency: string
  readonly chosen: boolean
  readonly onChoose: () => void
}

/** One plan to choose, with what it charges. */
export function PlanOption({ plan, currency, chosen, onChoose }: PlanOptionProps): ReactNode {
  const about = `plan-${plan.id}`
  return (
    <div className="plan-option">
      <label>
        <input
          type="radio"
          name="plan"
          checked={chosen}
          aria-describedby={about}
          onChange={onChoose}
        />
        <span>{plan.name}</span>
      </label>
      <div id={about} className="plan-terms">
        {plan.description ? <p className="soft">{plan.description}</p> : null}
        {plan.prices.map((price) => (
          <p key={price.id} className="small">
            {price.displayName}: {priceText(price, currency)}
          </p>
        ))}
      </div>
    </div>
  )
}
