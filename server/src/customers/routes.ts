import { type Customer, customers } from '@tallystick/contract/customers.ts'
import { taxAddressValidity } from '@tallystick/core/customers/tax-address.ts'
import type { Static } from 'typebox'
import { type Route, routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { invalid, notFound } from '../platform/problem.ts'
import { taxIdState } from '../taxes/tax-id.ts'
import { changeCustomer } from './change-customer.ts'
import { createCustomer } from './create-customer.ts'
import { type CustomerNeighbours, removeCustomer } from './delete-customer.ts'
import { type CustomerRow, findCustomer, listCustomers } from './store.ts'
import { showTaxRates } from './tax-rates.ts'

export function customerRoutes(neighbours: CustomerNeighbours): Route[] {
  return routes(customers, {
    async createCustomer(ctx, { body }) {
      const { id, created, validTaxAddress } = await createCustomer(ctx, body)
      const reply = { customerId: id, validTaxAddress }
      return { status: created ? 201 : 200, body: reply } as const
    },

    async listCustomers(ctx, { query }) {
      if (query.organizationId === undefined && query.merchantId === undefined) {
        throw invalid({ field: 'organizationId', message: 'is required', code: 'required' })
      }
      const { externalId } = query
      const matches = matcher(query)
      return listPage(await listCustomers(ctx, query, { externalId, matches }), query, show)
    },

    async getCustomer(ctx, { params }) {
      const customer = await findCustomer(ctx, params.id)
      if (!customer) throw notFound()
      return show(customer)
    },

    async deleteCustomer(ctx, { params }) {
      await removeCustomer(ctx, params.id, neighbours)
      return undefined
    },

    async updateCustomer(ctx, { params, body }) {
      return show(await changeCustomer(ctx, params.id, body))
    },
  })
}

type Parts = { readonly name?: string; readonly email?: string }

function matcher({ name, email }: Parts): ((customer: CustomerRow) => boolean) | undefined {
  if (name === undefined && email === undefined) return undefined
  return (customer) => contains(customer.name, name) && contains(customer.email, email)
}

const contains = (whole: string, part = '') => whole.toLowerCase().includes(part.toLowerCase())

function show(customer: CustomerRow): Static<typeof Customer> {
  const { consumerId, name, email, phone, address, taxId, externalId, taxRates } = customer
  return {
    id: customer.id,
    object: 'customer',
    consumerId,
    createdAt: customer.createdAt.toString(),
    merchantId: customer.merchantId,
    organization: {
      id: consumerId,
      address,
      billingEmails: [email],
      name,
      ...(phone !== undefined && { phone }),
    },
    ...(taxId !== undefined && {
      taxId,
      taxIdValid: taxIdState(taxId, address.country) !== undefined,
    }),
    ...(externalId !== undefined && { externalId }),
    ...(Object.keys(taxRates).length > 0 && { taxRates: showTaxRates(taxRates) }),
    updatedAt: customer.updatedAt.toString(),
    validTaxAddress: taxAddressValidity(address),
    notificationSettings: { ...customer.notifications },
  }
}
