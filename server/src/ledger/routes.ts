import { type Account, accounts, type Posting } from '@tallystick/contract/accounts.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import type { AccountKind } from '@tallystick/core/ledger/entry.ts'
import { nanosToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { routes } from '../platform/http/bind.ts'
import { listPage } from '../platform/http/list.ts'
import { notFound } from '../platform/problem.ts'
import {
  type AccountBalance,
  isAccount,
  listAccountBalances,
  listMovements,
  type Movement,
} from './account-store.ts'

const { listAccounts, listPostings } = accounts

export const accountRoutes = routes(
  { listAccounts, listPostings },
  {
    async listAccounts(ctx, { query }) {
      const show = (account: AccountBalance) => showAccount(ctx.organizationId, account)
      return listPage(await listAccountBalances(ctx, query, query), query, show)
    },

    async listPostings(ctx, { params, query }) {
      if (!(await isAccount(ctx, params.id))) throw notFound()
      return listPage(await listMovements(ctx, params.id, query), query, showPosting)
    },
  },
)

const ofCustomers = new Set(['funds', 'holds', 'receivable'])

function showAccount(
  organizationId: string,
  { accountId, kind, subject, currency, nanos }: AccountBalance,
): Sent<Static<typeof Account>> {
  return {
    id: accountId,
    object: 'account',
    kind: kind as AccountKind,
    scope: kind === 'funds' || kind === 'holds' ? 'merchant' : undefined,
    organizationId,
    customerId: ofCustomers.has(kind) ? subject : undefined,
    currency,
    balance: nanosToText(nanos),
  }
}

function showPosting(movement: Movement): Sent<Static<typeof Posting>> {
  const { entryId, line, fact, subject, nanos, currency, bookedAt } = movement
  return {
    id: `${entryId}_${line}`,
    object: 'posting',
    entryId,
    fact,
    subject,
    amount: nanosToText(nanos),
    currency,
    at: bookedAt.toString(),
  }
}
