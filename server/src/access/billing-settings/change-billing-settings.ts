import type { billingSettings } from '@tallystick/contract/billing-settings.ts'
import type { Input } from '@tallystick/contract/endpoint.ts'
import { memberStates } from '@tallystick/core/taxes/vat-rates.ts'
import { parseCadence } from '@tallystick/core/time/duration.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type FieldError, invalid } from '../../platform/problem.ts'
import { taxIdState } from '../../taxes/tax-id.ts'
import { addressOf } from '../profile.ts'
import { billingSettingsOf } from './billing-settings-of.ts'
import { type BillingSettings, type Seller, setSettings } from './store.ts'

export type SettingsChange = Input<typeof billingSettings.updateBillingSettings>['body']

/** Changes how the merchant of the context bills; periods that closed already keep their grace. */
export async function changeBillingSettings(
  ctx: Ctx,
  change: SettingsChange,
): Promise<BillingSettings> {
  const before = await billingSettingsOf(ctx)
  const errors: FieldError[] = []
  const gracePeriod =
    change.gracePeriod === undefined ? before.gracePeriod : readGrace(change.gracePeriod, errors)
  errors.push(...registrationErrors(change), ...taxIdErrors(change))
  if (errors.length > 0 || !gracePeriod) throw invalid(...errors)

  return setSettings(ctx, {
    gracePeriod,
    afterDunning: change.afterDunning ?? before.afterDunning,
    autoApprove: change.autoApprove ?? before.autoApprove,
    taxRegistrations: change.taxRegistrations ?? before.taxRegistrations,
    notices: { ...before.notices, ...change.notices },
    seller: changedSeller(before.seller, change.seller ?? {}),
    invoiceNotes: changed(before.invoiceNotes, change.invoiceNotes),
    invoiceFooter: changed(before.invoiceFooter, change.invoiceFooter),
    replyTo: changed(before.replyTo, change.replyTo),
    updatedAt: ctx.now,
  })
}

function changedSeller(before: Seller, change: NonNullable<SettingsChange['seller']>): Seller {
  const { address } = change
  return {
    legalName: changed(before.legalName, change.legalName),
    address: address ? addressOf(address) : changed(before.address, address),
    taxIds: change.taxIds ?? before.taxIds,
    email: changed(before.email, change.email),
    phone: changed(before.phone, change.phone),
    website: changed(before.website, change.website),
  }
}

/** Null removes, what is left out stays. */
function changed<T>(before: T | undefined, change: T | null | undefined): T | undefined {
  return change === undefined ? before : (change ?? undefined)
}

const longestGrace = Temporal.Duration.from('P7D')
const reference = Temporal.PlainDate.from('2000-01-01')

function readGrace(text: string, errors: FieldError[]): Temporal.Duration | undefined {
  const cadence = parseCadence(text)
  const grace = cadence === 'once' ? new Temporal.Duration() : cadence
  const tooLong =
    grace && Temporal.Duration.compare(grace, longestGrace, { relativeTo: reference }) > 0
  if (grace && !tooLong) return grace
  const message = 'must be an ISO 8601 duration from P0D to P7D'
  errors.push({ field: 'gracePeriod', message, code: 'out_of_range' })
  return undefined
}

function registrationErrors({ taxRegistrations = [] }: SettingsChange): FieldError[] {
  return taxRegistrations.flatMap(({ country }, position) => {
    const message = 'must be a member state of the European Union, such as DE'
    const field = `taxRegistrations.${position}.country`
    return memberStates.has(country) ? [] : [{ field, message, code: 'invalid_value' }]
  })
}

/** A wrong id on an invoice takes the tax deduction from whoever pays it. */
function taxIdErrors({ seller }: SettingsChange): FieldError[] {
  return (seller?.taxIds ?? []).flatMap(({ type, value }, position) => {
    const message = 'is not a VAT id of a member state; its form or its check digits are wrong'
    const field = `seller.taxIds.${position}.value`
    const isWrong = type === 'vat' && taxIdState(value) === undefined
    return isWrong ? [{ field, message, code: 'invalid_value' }] : []
  })
}
