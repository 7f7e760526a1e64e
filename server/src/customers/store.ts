import { normalizeEmail } from '@tallystick/core/customers/tax-address.ts'
import type { Selectable } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { count, type Page } from '../platform/db/page.ts'
import type { Schema } from '../platform/db/schema.gen.ts'
import type { Profile } from './profile.ts'
import { externalIdIndex } from './reported-store.ts'
import { type CustomerTaxRates, openTaxRates, storedTaxRates } from './tax-rates.ts'

/** What stands sealed in a customer's details. */
type Details = Profile & {
  readonly taxId?: string | undefined
  readonly externalId?: string | undefined
}

export type Notifications = {
  readonly invoiceIssued: boolean
  readonly invoicePaid: boolean
  readonly renewalReminder: boolean
}

export type NewCustomerRow = Details & {
  readonly id: string
  readonly consumerId: string
  readonly taxRates: CustomerTaxRates
}

export type CustomerRow = NewCustomerRow & {
  readonly merchantId: string
  readonly notifications: Notifications
  readonly createdAt: Temporal.Instant
  readonly updatedAt: Temporal.Instant
}

const columns = [
  'merchant_id',
  'customer_id',
  'consumer_id',
  'details',
  'tax_rates',
  'notify_invoice_issued',
  'notify_invoice_paid',
  'notify_renewal',
  'created_at',
  'updated_at',
] as const
type Row = Pick<Selectable<Schema['tally.customers']>, (typeof columns)[number]>

const place = (row: string) => ({ table: 'customers', column: 'details', row })

/** Undefined when the e-mail, the external id or the consumer is already a customer's. */
export async function insertCustomer(
  ctx: Ctx,
  { id, consumerId, taxRates, ...details }: NewCustomerRow,
): Promise<CustomerRow | undefined> {
  const row = await ctx.db
    .insertInto('tally.customers')
    .values({
      merchant_id: ctx.organizationId,
      customer_id: id,
      consumer_id: consumerId,
      ...sealed(ctx, id, details),
      tax_rates: storedTaxRates(taxRates),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function findCustomer(ctx: Ctx, id: string): Promise<CustomerRow | undefined> {
  const row = await customers(ctx).select(columns).where('customer_id', '=', id).executeTakeFirst()
  return row && open(ctx, row)
}

export async function listCustomersOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<readonly CustomerRow[]> {
  const rows = await customers(ctx)
    .select(columns)
    .where('customer_id', 'in', ids)
    .orderBy('customer_id')
    .execute()
  return rows.map((row) => open(ctx, row))
}

/** Held against deletion until the end; others may hold it at the same time. */
export async function holdCustomer(ctx: Ctx, id: string): Promise<CustomerRow | undefined> {
  const row = await customers(ctx)
    .select(columns)
    .where('customer_id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
  return row && open(ctx, row)
}

/** Held alone until the end. */
export async function lockCustomer(ctx: Ctx, id: string): Promise<CustomerRow | undefined> {
  const row = await customers(ctx)
    .select(columns)
    .where('customer_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && open(ctx, row)
}

export async function findIdByEmail(ctx: Ctx, email: string): Promise<string | undefined> {
  const row = await customers(ctx)
    .select('customer_id')
    .where('email_index', '=', emailIndex(ctx, email))
    .executeTakeFirst()
  return row?.customer_id
}

export async function findIdByConsumer(ctx: Ctx, consumerId: string): Promise<string | undefined> {
  const row = await customers(ctx)
    .select('customer_id')
    .where('consumer_id', '=', consumerId)
    .executeTakeFirst()
  return row?.customer_id
}

export async function isCustomer(ctx: Ctx, id: string): Promise<boolean> {
  return (await count(customers(ctx).where('customer_id', '=', id))) > 0
}

/** The same, and it stays one until the end. */
export async function isHeldCustomer(ctx: Ctx, id: string): Promise<boolean> {
  const theOne = customers(ctx).select('customer_id').where('customer_id', '=', id)
  return (await theOne.forKeyShare().executeTakeFirst()) !== undefined
}

type Search = {
  readonly externalId?: string | undefined
  /** Names and addresses are sealed, so each customer is opened and asked. */
  readonly matches?: ((customer: CustomerRow) => boolean) | undefined
}

/** Newest first. */
export async function listCustomers(
  ctx: Ctx,
  { limit, offset }: Page,
  { externalId, matches }: Search,
) {
  const all = customers(ctx)
  const mine =
    externalId === undefined
      ? all
      : all.where('external_id_index', '=', externalIdIndex(ctx, externalId))
  const inOrder = mine.select(columns).orderBy('created_at', 'desc').orderBy('customer_id', 'desc')
  if (!matches) {
    const rows = await inOrder.limit(limit).offset(offset).execute()
    return { rows: rows.map((row) => open(ctx, row)), total: await count(mine) }
  }

  const found: CustomerRow[] = []
  let total = 0
  let batch = await inOrder.limit(scannedAtOnce).execute()
  for (let last = batch.at(-1); last; last = batch.at(-1)) {
    for (const customer of batch.map((row) => open(ctx, row)).filter(matches)) {
      if (total >= offset && found.length < limit) found.push(customer)
      total += 1
    }
    const { created_at, customer_id } = last
    batch = await inOrder
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'customer_id'), '<', tuple(created_at, customer_id)),
      )
      .limit(scannedAtOnce)
      .execute()
  }
  return { rows: found, total }
}

const scannedAtOnce = 1000

export async function setCustomer(ctx: Ctx, customer: CustomerRow): Promise<CustomerRow> {
  const { id, name, email, phone, address, taxId, externalId, notifications } = customer
  const row = await ctx.db
    .updateTable('tally.customers')
    .set({
      ...sealed(ctx, id, { name, email, phone, address, taxId, externalId }),
      tax_rates: storedTaxRates(customer.taxRates),
      notify_invoice_issued: notifications.invoiceIssued,
      notify_invoice_paid: notifications.invoicePaid,
      notify_renewal: notifications.renewalReminder,
      updated_at: ctx.now,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return open(ctx, row)
}

/** The row stays for the books; its e-mail address and external id are free again. */
export async function deleteCustomer(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('tally.customers')
    .set({
      deleted_at: ctx.now,
      updated_at: ctx.now,
      email_index: null,
      external_id_index: null,
    })
    .where('merchant_id', '=', ctx.organizationId)
    .where('customer_id', '=', id)
    .execute()
}

function customers({ db, organizationId }: Ctx) {
  return db
    .selectFrom('tally.customers')
    .where('merchant_id', '=', organizationId)
    .where('deleted_at', 'is', null)
}

const emailIndex = ({ seals }: Ctx, email: string) =>
  seals.index('customers', 'email_index', normalizeEmail(email))

function sealed(ctx: Ctx, id: string, details: Details) {
  const { email, externalId } = details
  return {
    details: ctx.seals.seal(place(id), details),
    email_index: emailIndex(ctx, email),
    external_id_index: externalId === undefined ? null : externalIdIndex(ctx, externalId),
  }
}

function open(ctx: Ctx, row: Row): CustomerRow {
  return {
    id: row.customer_id,
    merchantId: row.merchant_id,
    consumerId: row.consumer_id,
    ...ctx.seals.open<Details>(place(row.customer_id), row.details),
    taxRates: openTaxRates(row.tax_rates),
    notifications: {
      invoiceIssued: row.notify_invoice_issued,
      invoicePaid: row.notify_invoice_paid,
      renewalReminder: row.notify_renewal,
    },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
