import type { paymentTerms } from '@tallystick/contract/prices.ts'
import {
  type PriceModel,
  type PriceProblem,
  type PriceSpec,
  parsePriceProperties,
} from '@tallystick/core/pricing/price.ts'
import { type PricingText, parsePricing } from '@tallystick/core/pricing/pricing-text.ts'
import { parseCadence } from '@tallystick/core/time/duration.ts'
import { type FieldError, invalid } from '../../platform/problem.ts'

export type PaymentTerm = (typeof paymentTerms)[number]

/** What a price says, before anybody has looked whether it makes sense. */
export type PriceDraft = {
  readonly billableMetricId: string | undefined
  readonly feeId: string | undefined
  /** Left out for fees it is `standard`. */
  readonly model: PriceModel | undefined
  /** As on the wire: decimal strings. Left out where there are tiers or packages, it is a unit price of 0. */
  readonly properties: unknown
  /** Tiers or packages, as on the wire; undefined where one figure says it all. */
  readonly pricing: PricingText | undefined
  readonly paymentTerm: PaymentTerm
  /** ISO 8601; `P0D` is once. Undefined is the plan's. */
  readonly billingCadence: string | undefined
  readonly invoiceDisplayName: string
  readonly quantity: number
  readonly grantDiscountEnabled: boolean
}

export type PriceTerms = PriceDraft & { readonly model: PriceModel }

/** The draft as a price, or a 400 that names every field that is wrong, from `path` down. */
export function termsOf(draft: PriceDraft, path = ''): PriceTerms {
  const broken = rules.filter(({ holds }) => !holds(draft))
  const errors: FieldError[] = broken.flatMap(({ fields, message }) =>
    fields.map((field) => ({ field, message, code: 'invalid_value' })),
  )
  const model = draft.model ?? 'standard'
  const { pricing } = draft
  const properties = draft.properties ?? (pricing && nothing)
  errors.push(...figureErrors({ ...draft, model, properties }))
  if (errors.length > 0) {
    throw invalid(...errors.map((error) => ({ ...error, field: `${path}${error.field}` })))
  }
  return {
    ...draft,
    model,
    properties: pricing ? nothing : kept[model](properties as Figures),
    pricing: pricing && keptPricing(pricing),
  }
}

/** What strict clients read of a price that tiers or packages make. */
const nothing = { unitPrice: '0' }

function figureErrors(draft: PriceTerms): FieldError[] {
  const wrong = (problems: readonly PriceProblem[]) =>
    problems.map((problem) => ({ ...problem, code: 'invalid_value' }))
  const parsed = draft.pricing && parsePricing(draft.pricing)
  const errors = parsed && 'problems' in parsed ? wrong(parsed.problems) : []
  const spec = parsePriceProperties(draft.model, draft.properties)
  if ('problems' in spec) return [...errors, ...wrong(spec.problems)]
  if (draft.pricing && spec.model === 'standard' && spec.unitPrice !== 0n) {
    const message = 'must be 0 where pricing says what it costs; pricing: null takes that away'
    return [...errors, { field: 'properties.unitPrice', message, code: 'invalid_value' }]
  }
  return isRebate(spec) ? [...errors, ...rebateErrors(draft)] : errors
}

type Rule = {
  readonly fields: readonly string[]
  readonly message: string
  readonly holds: (draft: PriceDraft) => boolean
}

const isMetered = ({ billableMetricId }: PriceDraft) => billableMetricId !== undefined
const isFee = ({ feeId }: PriceDraft) => feeId !== undefined
const hasTiers = ({ pricing }: PriceDraft) => pricing !== undefined
const cadenceOf = ({ billingCadence }: PriceDraft) =>
  billingCadence === undefined ? undefined : parseCadence(billingCadence)

/** Each cycle is a line of its own: the invoice of a year cannot have one for every second. */
function isShorterThanADay(cadence: Temporal.Duration | 'once' | undefined): boolean {
  if (cadence === undefined || cadence === 'once') return false
  return Temporal.Duration.compare(cadence, aDay, { relativeTo: '2000-01-01' }) < 0
}

const aDay = Temporal.Duration.from('P1D')

const rules: readonly Rule[] = [
  {
    fields: ['billableMetricId', 'feeId'],
    message: 'exactly one of billableMetricId and feeId is needed',
    holds: (draft) => isMetered(draft) !== isFee(draft),
  },
  {
    fields: ['model'],
    message: 'is required for the price of a metric',
    holds: (draft) => !isMetered(draft) || draft.model !== undefined || hasTiers(draft),
  },
  {
    fields: ['model'],
    message: 'must be standard for the price of a fee',
    holds: (draft) => !isFee(draft) || (draft.model ?? 'standard') === 'standard',
  },
  {
    fields: ['model'],
    message: 'dynamic prices need a price on each usage event, so paymentTerm must be instant',
    holds: ({ model, paymentTerm }) => model !== 'dynamic' || paymentTerm === 'instant',
  },
  {
    fields: ['paymentTerm'],
    message: 'instant is for metrics only',
    holds: (draft) => draft.paymentTerm !== 'instant' || !isFee(draft),
  },
  {
    fields: ['paymentTerm'],
    message: 'in_advance is for fees only: what is not used yet cannot be measured',
    holds: (draft) => draft.paymentTerm !== 'in_advance' || !isMetered(draft),
  },
  {
    fields: ['billingCadence'],
    message: 'is required for the price of a fee',
    holds: (draft) => !isFee(draft) || draft.billingCadence !== undefined,
  },
  {
    fields: ['billingCadence'],
    message: 'must be an ISO 8601 duration of at least a second, or P0D for once',
    holds: (draft) => draft.billingCadence === undefined || cadenceOf(draft) !== undefined,
  },
  {
    fields: ['billingCadence'],
    message: 'must be a day or more, unless each event is charged on arrival',
    holds: (draft) => draft.paymentTerm === 'instant' || !isShorterThanADay(cadenceOf(draft)),
  },
  {
    fields: ['billingCadence'],
    message: 'once is for fees only',
    holds: (draft) => !isMetered(draft) || cadenceOf(draft) !== 'once',
  },
  {
    fields: ['quantity'],
    message: 'is for fees only: the quantity of a metric is measured',
    holds: (draft) => !isMetered(draft) || draft.quantity === 1,
  },
  {
    fields: ['grantDiscountEnabled'],
    message: 'is for standard prices of metrics only',
    holds: (draft) =>
      !draft.grantDiscountEnabled ||
      (isMetered(draft) && draft.model === 'standard' && !hasTiers(draft)),
  },
  {
    fields: ['pricing'],
    message:
      'is for metered prices that are due in arrears: it needs the quantity of a whole period',
    holds: (draft) => !hasTiers(draft) || (isMetered(draft) && draft.paymentTerm === 'in_arrears'),
  },
  {
    fields: ['model'],
    message: 'must be standard where pricing says what it costs',
    holds: (draft) => !hasTiers(draft) || (draft.model ?? 'standard') === 'standard',
  },
]

const isRebate = (spec: PriceSpec) => spec.model === 'standard' && spec.unitPrice < 0n

/** A rebate lowers an invoice: there is nothing to lower in a fee, nor at the moment of use. */
function rebateErrors(draft: PriceDraft): FieldError[] {
  const code = 'invalid_value'
  const field = 'properties.unitPrice'
  const errors: FieldError[] = []
  if (!isMetered(draft) || draft.paymentTerm === 'instant') {
    errors.push({ field, message: 'may be negative for metrics that are invoiced only', code })
  }
  if (draft.grantDiscountEnabled) {
    const message = 'cannot be combined with a negative unit price'
    errors.push({ field: 'grantDiscountEnabled', message, code })
  }
  return errors
}

type Figures = Readonly<Record<string, string>> & {
  readonly parameters?: Readonly<Record<string, string>>
}

/** Of what a client sent, the figures of the model alone; each in the digits that were sent. */
const kept: Record<PriceModel, (sent: Figures) => Record<string, unknown>> = {
  standard: ({ unitPrice }) => ({ unitPrice }),
  dynamic: ({ maxPrice, minPrice }) => ({ maxPrice, minPrice }),
  volume: (sent) => {
    const { gradient, max, min } = sent.parameters ?? {}
    return { default: sent['default'], parameters: { function: 'linear', gradient, max, min } }
  },
  percentage: ({ maxCharge, minCharge, percentage }) => ({ maxCharge, minCharge, percentage }),
}

/** The same of tiers and packages; what may be left out is written out. */
function keptPricing(sent: PricingText): PricingText {
  if (sent.model === 'package') {
    const { model, size, price, freeUnits = '0' } = sent
    return { model, size, price, freeUnits }
  }
  const { model, tiers } = sent
  return {
    model,
    tiers: tiers.map(({ upTo, unitPrice, flatFee = '0' }) => ({
      ...(upTo !== undefined && { upTo }),
      unitPrice,
      flatFee,
    })),
  }
}
