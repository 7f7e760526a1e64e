import type { Sent } from '@tallystick/contract/endpoint.ts'
import {
  type ReconciliationItem as ItemReply,
  type Reconciliation as Reply,
  reconciliations,
} from '@tallystick/contract/reconciliations.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { type Route, routes } from '../../platform/http/bind.ts'
import { listPage } from '../../platform/http/list.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import {
  findReconciliation,
  listItems,
  listReconciliations,
  type OpenItem,
  type Reconciliation,
} from './store.ts'

export function reconciliationRoutes(hasStripe: boolean): Route[] {
  return routes(reconciliations, {
    async listReconciliations(ctx, { query }) {
      return listPage(await listReconciliations(ctx, query), query, show)
    },

    async listReconciliationItems(ctx, { params, query }) {
      if (!(await findReconciliation(ctx, params.id))) throw notFound()
      return listPage(await listItems(ctx, params.id, query), query, showItem)
    },

    async createReconciliation(ctx) {
      if (!hasStripe) throw new Problem('PROVIDER_NOT_SET_UP', 'No payment provider is set up.')
      await ctx.enqueue({ task: 'payments.reconcile', payload: {}, key: 'now' })
      return { object: 'reconciliationRequest' as const, requestedAt: ctx.realNow.toString() }
    },
  })
}

function show(one: Reconciliation): Sent<Static<typeof Reply>> {
  const { id, provider, since, until, createdAt, finishedAt, balances } = one
  return {
    id,
    object: 'reconciliation',
    provider: provider.provider,
    providerAccount: provider.account,
    status: one.status,
    since: since.toString(),
    until: until?.toString(),
    transactions: one.transactions,
    unmatched: one.unmatched,
    balances: balances.map(({ currency, provider: there, books, opening, unexplained }) => ({
      currency,
      provider: there,
      books,
      opening,
      unexplained,
    })),
    createdAt: createdAt.toString(),
    finishedAt: finishedAt?.toString(),
  }
}

function showItem(item: OpenItem): Sent<Static<typeof ItemReply>> {
  const { verdict, concerns, kind, transactionId, source, subjectId, currency } = item
  return {
    object: 'reconciliationItem',
    verdict,
    organizationId: concerns,
    kind,
    transactionId,
    source,
    subjectId,
    amount: nanosToText(item.amount),
    currency,
    createdAt: item.happenedAt.toString(),
  }
}
