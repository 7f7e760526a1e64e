import { assert } from '@tallystick/core/assert.ts'
import { taxAddressValidity } from '@tallystick/core/customers/tax-address.ts'
import { type OrganizationProfile, profilePlace } from '../access/profile.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { type FieldError, invalid, notFound, Problem } from '../platform/problem.ts'
import { findManagedConsumer, insertManagedConsumer } from './consumer-store.ts'
import { announceExternalId } from './external-id.ts'
import { type Profile, type ProfileInput, readProfile } from './profile.ts'
import {
  type CustomerRow,
  findIdByConsumer,
  findIdByEmail,
  insertCustomer,
  listCustomers,
  lockCustomer,
  setCustomer,
} from './store.ts'
import { readTaxRates } from './tax-rates.ts'

/** Exactly one of `consumer` and `consumerId`. */
export type NewCustomer = {
  readonly consumer?: ProfileInput | undefined
  readonly consumerId?: string | undefined
  readonly taxId?: string | undefined
  readonly externalId?: string | undefined
  /** 13 is 13 %. */
  readonly taxRates?: Readonly<Record<string, number>> | undefined
}

export type CreatedCustomer = {
  readonly id: string
  /** False when the merchant had this customer already. */
  readonly created: boolean
  readonly validTaxAddress: { readonly valid: boolean; readonly message?: string }
}

/**
 * Makes a customer with a managed consumer of its own, or finds the merchant's customer with that e-mail address. Other
 * merchants' customers and their consumers play no part in it.
 */
export async function createCustomer(ctx: Ctx, wanted: NewCustomer): Promise<CreatedCustomer> {
  const { taxId } = wanted
  // An empty external id is none.
  const externalId = wanted.externalId || undefined
  const errors: FieldError[] = []
  const taxRates = readTaxRates(wanted.taxRates, errors)
  const entered = wanted.consumer && readProfile(wanted.consumer, errors)
  if ((wanted.consumer === undefined) === (wanted.consumerId === undefined)) {
    const message = 'exactly one of consumer and consumerId is needed'
    errors.push({ field: 'consumer', message }, { field: 'consumerId', message })
  }
  if (errors.length > 0) throw invalid(...errors)
  const already = await customerOf(ctx, wanted.consumerId)
  if (already) return found(await withExternalId(ctx, already, externalId))
  const profile = entered ?? (await profileOf(ctx, wanted.consumerId))
  const consumerId = wanted.consumerId ?? newId('organization')

  // Of two requests for the same customer the second waits here for the first, and then finds what it made.
  const customer = { id: newId('customer'), consumerId, ...profile, taxId, externalId, taxRates }
  const inserted = await insertCustomer(ctx, customer)
  if (!inserted) {
    const existing = await existingCustomer(ctx, { consumerId, email: profile.email })
    if (existing) return found(await withExternalId(ctx, existing, externalId))
    await assertExternalIdIsFree(ctx, externalId)
    // Who was in the way has been deleted since.
    return createCustomer(ctx, wanted)
  }
  await announceExternalId(ctx, inserted)
  if (wanted.consumerId === undefined) await foundManagedConsumer(ctx, consumerId, profile)
  return { ...found(inserted), created: true }
}

/** The merchant's customer that a consumer is already, whoever manages it by now. */
async function customerOf(
  ctx: Ctx,
  consumerId: string | undefined,
): Promise<CustomerRow | undefined> {
  const id = consumerId === undefined ? undefined : await findIdByConsumer(ctx, consumerId)
  return id === undefined ? undefined : lockCustomer(ctx, id)
}

/** Of a consumer that the merchant has already: what it entered when it made it. */
async function profileOf(ctx: Ctx, consumerId = ''): Promise<Profile> {
  const sealed = await findManagedConsumer(ctx, consumerId)
  if (!sealed) throw notFound()
  const seals = await ctx.keyring.of(consumerId)
  const profile = seals.open<OrganizationProfile>(profilePlace(consumerId), sealed)
  const { name, email, phone, address = {} } = profile
  return { name, email, phone, address }
}

async function existingCustomer(
  ctx: Ctx,
  { consumerId, email }: { readonly consumerId: string; readonly email: string },
): Promise<CustomerRow | undefined> {
  const id = (await findIdByConsumer(ctx, consumerId)) ?? (await findIdByEmail(ctx, email))
  return id === undefined ? undefined : lockCustomer(ctx, id)
}

async function withExternalId(
  ctx: Ctx,
  customer: CustomerRow,
  externalId: string | undefined,
): Promise<CustomerRow> {
  if (externalId === undefined || customer.externalId === externalId) return customer
  if (customer.externalId === undefined) {
    const changed = await setCustomer(ctx, { ...customer, externalId })
    await announceExternalId(ctx, changed)
    return changed
  }
  throw new Problem(
    'EXTERNAL_ID_MISMATCH',
    'The customer with this e-mail address has another externalId.',
  )
}

async function assertExternalIdIsFree(ctx: Ctx, externalId: string | undefined): Promise<void> {
  if (externalId === undefined) return
  const { total } = await listCustomers(ctx, { limit: 1, offset: 0 }, { externalId })
  if (total > 0) {
    throw new Problem('EXTERNAL_ID_TAKEN', 'Another customer already has this externalId.')
  }
}

/** The consumer's own copy of its profile, sealed under a key of its own. */
async function foundManagedConsumer(ctx: Ctx, id: string, profile: Profile): Promise<void> {
  const { seals, keys } = await ctx.keyring.found(id)
  const sealKey = keys.find(({ purpose }) => purpose === 'seal')?.wrapped
  const indexKey = keys.find(({ purpose }) => purpose === 'index')?.wrapped
  assert(sealKey && indexKey, 'a new organization has both keys')
  const sealed = seals.seal(profilePlace(id), profile satisfies OrganizationProfile)
  await insertManagedConsumer(ctx, { id, profile: sealed, sealKey, indexKey })
}

function found({ id, address }: CustomerRow): CreatedCustomer {
  return { id, created: false, validTaxAddress: taxAddressValidity(address) }
}
