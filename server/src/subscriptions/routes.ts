import { subscriptions } from '@tallystick/contract/subscriptions.ts'
import type { Billing } from '../invoices/billing.ts'
import { routes } from '../platform/http/bind.ts'
import { readInstant } from '../platform/http/instant.ts'
import { listPage } from '../platform/http/list.ts'
import { type FieldError, invalid, notFound } from '../platform/problem.ts'
import { createSubscription } from './create-subscription.ts'
import { listSubscriptions } from './list-store.ts'
import { show, showOne } from './show.ts'
import { withCustomers } from './show-customers.ts'
import { findSubscription } from './store.ts'
import { terminateSubscription } from './terminate-subscription.ts'
import { updateSubscription } from './update-subscription.ts'

// Links belong to the portal, which comes after this slice.
const { generatePortalLink: _, ...own } = subscriptions

export const subscriptionRoutes = (billing: Billing) =>
  routes(own, {
    async createSubscription(ctx, { body: request }) {
      const { created, subscription } = await createSubscription(ctx, billing, request)
      const body = await showOne(ctx, subscription)
      return created ? { status: 201 as const, body } : { status: 200 as const, body }
    },

    async listSubscriptions(ctx, { query }) {
      const { customerId, consumerId, merchantId, status, limit, offset, include } = query
      const errors: FieldError[] = []
      if (customerId !== undefined && (consumerId !== undefined || merchantId !== undefined)) {
        const message = 'excludes consumerId and merchantId'
        errors.push({ field: 'customerId', message, code: 'invalid_value' })
      }
      const startedBefore = readInstant('startedBefore', query.startedBefore, errors)
      if (errors.length > 0) throw invalid(...errors)

      const filter = { customerId, consumerId, status, startedBefore, limit, offset }
      const { rows, total } = await listSubscriptions(ctx, filter)
      const shown = await show(ctx, rows)
      const data = include === 'customer' ? await withCustomers(ctx, shown) : shown
      return listPage({ rows: data, total }, query, (each) => each)
    },

    async getSubscription(ctx, { params }) {
      const subscription = await findSubscription(ctx, params.id)
      if (!subscription) throw notFound()
      return showOne(ctx, subscription)
    },

    async updateSubscription(ctx, { params, body }) {
      return showOne(ctx, await updateSubscription(ctx, params.id, body))
    },

    async terminateSubscription(ctx, { params, body }) {
      return showOne(ctx, await terminateSubscription(ctx, params.id, body.reason))
    },
  })
