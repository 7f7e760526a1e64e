import type { Decimal } from '@tallystick/core/money/decimal.ts'
import { isAfter } from '@tallystick/core/time/instant.ts'
import { readInstant } from '../../platform/http/instant.ts'
import { readPercent } from '../../platform/http/percent.ts'
import type { FieldError } from '../../platform/problem.ts'
import { notThere } from '../belonging.ts'
import type { Cadence, PlanTerms } from './store.ts'

/** What a client says about the terms of a plan; what it leaves out stays. */
export type TermsChange = {
  readonly name?: string
  readonly description?: string
  readonly billingCadence?: Cadence
  readonly billingInterval?: 'monthly' | 'quarterly' | 'yearly' | 'annual'
  readonly billingAnchor?: string | null
  readonly invoiceDisplayName?: string
  readonly defaultTaxCode?: string
  readonly defaultTaxRate?: number
  readonly taxBehavior?: 'exclusive' | 'inclusive'
  readonly renewalReminderEnabled?: boolean
  readonly renewalReminderDays?: number
  readonly stablePriceIds?: boolean
  readonly creditUnusedAdvance?: boolean
  readonly autoApprove?: boolean | null
  readonly creditAllocations?: readonly unknown[]
}

const cadences: Record<NonNullable<TermsChange['billingInterval']>, Cadence> = {
  monthly: 'P1M',
  quarterly: 'P3M',
  yearly: 'P1Y',
  annual: 'P1Y',
}

/** The terms after a change; what is wrong with it is added to the errors. */
export function changedTerms(
  before: PlanTerms,
  change: TermsChange,
  { now, errors }: { readonly now: Temporal.Instant; readonly errors: FieldError[] },
): PlanTerms {
  const terms = {
    ...stated(before, change),
    billingCadence: cadenceOf(change) ?? before.billingCadence,
    billingAnchor: anchorOf(change.billingAnchor, now, errors) ?? before.billingAnchor,
    defaultTaxPercent: rateOf(change.defaultTaxRate, errors) ?? before.defaultTaxPercent,
  }
  // No pricing unit can exist yet, so none can be allocated.
  if (change.creditAllocations?.length) errors.push(notThere('creditAllocations.0.pricingUnitId'))
  return change.billingAnchor === null ? { ...terms, billingAnchor: undefined } : terms
}

/** The terms that stand as they are said, or else as they were. */
function stated(before: PlanTerms, change: TermsChange) {
  const {
    name = before.name,
    description = before.description,
    invoiceDisplayName = before.invoiceDisplayName,
    defaultTaxCode = before.defaultTaxCode,
    taxBehavior = before.taxBehavior,
    renewalReminderEnabled = before.renewalReminderEnabled,
    renewalReminderDays = before.renewalReminderDays,
    stablePriceIds = before.stablePriceIds,
    creditUnusedAdvance = before.creditUnusedAdvance,
    autoApprove = before.autoApprove,
  } = change
  return {
    name,
    description,
    invoiceDisplayName,
    defaultTaxCode,
    taxBehavior,
    renewalReminderEnabled,
    renewalReminderDays,
    stablePriceIds,
    creditUnusedAdvance,
    autoApprove: autoApprove ?? undefined,
  }
}

function cadenceOf({ billingCadence, billingInterval }: TermsChange): Cadence | undefined {
  return billingCadence ?? (billingInterval && cadences[billingInterval])
}

function anchorOf(text: string | null | undefined, now: Temporal.Instant, errors: FieldError[]) {
  const field = 'billingAnchor'
  const anchor = readInstant(field, text ?? undefined, errors)
  if (anchor && isAfter(anchor, now)) {
    errors.push({ field, message: 'must not lie in the future', code: 'out_of_range' })
  }
  return anchor
}

function rateOf(percent: number | undefined, errors: FieldError[]): Decimal | undefined {
  const rate = percent === undefined ? undefined : readPercent(percent)
  if (percent !== undefined && rate === undefined) {
    const message = 'has more than 15 digits behind the point'
    errors.push({ field: 'defaultTaxRate', message, code: 'out_of_range' })
  }
  return rate
}
