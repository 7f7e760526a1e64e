import { idPrefixes, type Resource } from '@tallystick/core/ids.ts'
import { type TSchema, type TString, Type } from 'typebox'

/*
 * The shapes that every resource is made of. Builders take the description of the field first,
 * because a field of the contract without a meaning and a unit is not finished.
 */

type StringLimits = {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly default?: string
  readonly deprecated?: boolean
}

export const text = (description: string, limits: StringLimits = {}): TString =>
  Type.String({ description, ...limits })

/** The one object of a kind: its `object` constant, by which clients tell replies apart. */
export const kind = <const K extends string>(name: K) =>
  Type.Literal(name, { description: `Always \`${name}\`.` })

export const choice = <const V extends string[]>(values: readonly [...V], description: string) =>
  Type.Enum([...values] as [...V], { description })

export const flag = (description: string) => Type.Boolean({ description })

/** A point in time: RFC 3339 with an offset; replies are in UTC. */
export const time = (description: string) => text(description, { format: 'date-time' })

/** A length of time in ISO 8601, such as `PT10M` or `P1M`. */
export const duration = (description: string) => text(description, { format: 'duration' })

export const uri = (description: string) => text(description, { format: 'uri' })

/**
 * Where a browser is sent; web addresses alone, since a `javascript:` address would run in the
 * page.
 */
export const redirect = (description: string) =>
  text(description, { format: 'uri', pattern: '^https?://', maxLength: 2048 })

export const email = (description: string) => text(description, { format: 'email', maxLength: 320 })

/** A password that somebody chooses: long rather than odd. */
export const newPassword = (description: string) =>
  text(`${description}: at least twelve characters, of any kind.`, {
    minLength: 12,
    maxLength: 256,
  })

export const nullable = <S extends TSchema>(schema: S, description: string) =>
  Type.Union([schema, Type.Null()], { description })

/** A map from names that the client chooses to texts; never interpreted. */
export const textMap = (description: string) =>
  Type.Record(Type.String(), Type.String(), { description })

/** Ids are opaque: a prefix that names the kind, and letters and digits. */
const id = (resource: Resource, description: string) =>
  text(description, { pattern: `^${idPrefixes[resource]}_[a-zA-Z0-9]+$` })

export const organizationId = (description = 'The organization.') => id('organization', description)
export const merchantId = (description = 'The merchant: an organization that sells.') =>
  id('organization', description)
export const consumerId = (description = 'The consumer: an organization that buys.') =>
  id('organization', description)
export const userId = (description = 'The user.') => id('user', description)
export const customerId = (
  description = 'The customer: one merchant’s relation to one consumer.',
) => id('customer', description)
export const productId = (description = 'The product.') => id('product', description)
export const itemId = (description = 'The item of the merchant’s own catalog.') =>
  id('item', description)
export const billableMetricId = (description = 'The billable metric.') =>
  id('billableMetric', description)
export const feeId = (description = 'The fee.') => id('fee', description)
export const featureId = (description = 'The feature.') => id('feature', description)
export const priceId = (description = 'The price.') => id('price', description)
export const planId = (description = 'The plan.') => id('plan', description)
export const planVersionId = (description = 'The version of the plan.') =>
  id('planVersion', description)
export const pricingUnitId = (description = 'The merchant’s own credit unit.') =>
  id('pricingUnit', description)
export const subscriptionId = (description = 'The subscription.') => id('subscription', description)
export const usageEventId = (description = 'The usage event.') => id('usageEvent', description)
export const accountId = (description = 'The ledger account.') => id('account', description)
export const invitationId = (description = 'The invitation.') => id('invitation', description)
export const creditNoteId = (description = 'The credit note.') => id('creditNote', description)
export const paymentMethodId = (description = 'The stored payment method.') =>
  id('paymentMethod', description)
export const apiKeyId = (description = 'The API key (not its secret).') => id('apiKey', description)
export const noticeId = (description = 'The notice.') => id('notice', description)
export const embedOriginId = (description = 'The entry of the list.') =>
  id('embedOrigin', description)
export const portalLinkId = (description = 'The portal link (not its secret).') =>
  id('portalLink', description)
export const roleId = (description = 'The role.') => id('role', description)

/** A currency by its ISO 4217 code, in capitals. */
export const currency = (description = 'ISO 4217 code, three capitals.') =>
  text(description, { pattern: '^[A-Z]{3}$', minLength: 3, maxLength: 3 })

/** An amount that a client sends: major units, never negative, at most nine decimals. */
export const amountIn = (description: string) =>
  text(description, { pattern: '^\\d{1,12}(\\.\\d{1,9})?$' })

/** An exact decimal that a client sends, such as a unit price: at most fifteen decimals. */
export const decimalIn = (description: string) =>
  text(description, { pattern: '^-?\\d{1,18}(\\.\\d{1,15})?$' })

/** An exact decimal in a reply. */
export const decimal = (description: string) => text(description, { pattern: '^-?\\d+(\\.\\d+)?$' })

export const percent = (description: string) =>
  Type.Number({ minimum: 0, maximum: 100, description })

const addressParts = {
  line1: Type.Optional(text('Street and number.')),
  line2: Type.Optional(text('Flat, floor, building.')),
  city: Type.Optional(text('City or town.')),
  state: Type.Optional(text('State or province; needed for tax in the US and Canada.')),
  country: Type.Optional(text('ISO 3166-1 alpha-2 code.', { minLength: 2, maxLength: 2 })),
  zipCode: Type.Optional(text('Postal code; stored normalised, not validated.')),
}

export const Address = Type.Object(addressParts, {
  title: 'Address',
  description: 'A postal address.',
})

export const AddressInput = Type.Object(
  { ...addressParts, postalCode: Type.Optional(text('Another name for `zipCode`.')) },
  { title: 'AddressInput', description: 'A postal address.' },
)

export const TaxRates = Type.Record(Type.String(), percent('Tax rate in percent (13 is 13 %).'), {
  title: 'TaxRates',
  description: 'Rates by plan id, metric id, or `default`; in percent.',
})

export const OffsetPagination = Type.Object(
  {
    limit: Type.Integer({ description: 'The limit that was applied.' }),
    offset: Type.Integer({ description: 'How many were skipped.' }),
    total: Type.Integer({ description: 'How many there are in all.' }),
  },
  { title: 'OffsetPagination', description: 'Where in the list this page lies.' },
)

/** A page of a list. */
export const listOf = <S extends TSchema>(item: S) =>
  Type.Object({
    object: kind('list'),
    data: Type.Array(item, { description: 'This page.' }),
    pagination: OffsetPagination,
  })

/** The query fields of every list that is paged by offset. */
export const page = {
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Page size.' }),
  offset: Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    default: 0,
    description: 'How many to skip.',
  }),
}

/** The path parameter of an operation on one object. */
export const byId = <S extends TSchema>(schema: S) => Type.Object({ id: schema })

export const ErrorBody = Type.Object(
  {
    error: Type.Optional(text('Coarse category, such as `not_found`.')),
    message: text('For people; not to be parsed.'),
    code: Type.Optional(text('The exact reason, in capitals; stable.')),
    details: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Facts about the refusal.' }),
    ),
  },
  { title: 'Error', description: 'Why a request was refused.' },
)

export const ValidationErrorBody = Type.Object(
  {
    error: Type.Literal('validation_error', { description: 'Always `validation_error`.' }),
    message: text('For people; not to be parsed.'),
    errors: Type.Array(
      Type.Object({
        field: text('Path of the field, such as `consumer.email`.'),
        message: text('What is wrong with it.'),
        code: Type.Optional(text('Kind of mistake, such as `invalid_format`.')),
      }),
      { description: 'One entry for each field that is wrong.' },
    ),
  },
  { title: 'ValidationError', description: 'Which fields of the request are wrong.' },
)
