import type { Sent } from '@tallystick/contract/endpoint.ts'
import {
  type PaymentAccount as AccountReply,
  type PaymentProvider as ProviderReply,
  paymentAccounts,
} from '@tallystick/contract/payment-accounts.ts'
import { assert } from '@tallystick/core/assert.ts'
import type { Static } from 'typebox'
import { assertOwn } from '../../access/organizations/own.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Route, routes } from '../../platform/http/bind.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import { openOnboarding } from '../providers/stripe/connect.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import { asProblem } from '../providers/stripe/refusal.ts'
import {
  deleteProviderKeys,
  findProviderKeys,
  isOwnAccountInUse,
  type ProviderKeys,
} from './key-store.ts'
import { openPaymentAccount } from './open-payment-account.ts'
import { setProviderKeys } from './set-provider-keys.ts'
import { findPaymentAccount, type PaymentAccount } from './store.ts'

export function paymentAccountRoutes(reach: StripeReach): Route[] {
  return routes(paymentAccounts, {
    createPaymentAccount: {
      freestanding: async (call, { params, body }) => {
        const { isNew, account } = await openPaymentAccount(call, reach, {
          merchantId: params.id,
          country: body.country,
        })
        const shown = show(account)
        return isNew ? { status: 201 as const, body: shown } : { status: 200 as const, body: shown }
      },
    },

    async getPaymentAccount(ctx, { params }) {
      assertOwn(ctx, params.id)
      return show(await getPaymentAccount(ctx))
    },

    createPaymentAccountLink: {
      freestanding: async (call, { params, body }) => {
        const { account } = await call.within((ctx) => {
          assertOwn(ctx, params.id)
          return getPaymentAccount(ctx)
        })
        const stripe = await reach.platform()
        const { url, expiresAt } = await asProblem(openOnboarding(stripe, { account, ...body }))
        return { object: 'paymentAccountLink' as const, url, expiresAt: expiresAt.toString() }
      },
    },

    async getPaymentProvider(ctx, { params }) {
      assertOwn(ctx, params.id)
      const keys = await findProviderKeys(ctx)
      if (!keys) throw notFound()
      return showKeys(ctx, keys)
    },

    setPaymentProvider: {
      freestanding: async (call, { params, body }) => {
        const keys = await setProviderKeys(call, reach, { merchantId: params.id, ...body })
        return call.within(async (ctx) => showKeys(ctx, keys))
      },
    },

    async deletePaymentProvider(ctx, { params }) {
      assertOwn(ctx, params.id)
      if (await isOwnAccountInUse(ctx)) {
        const why =
          'A payment or a refund is under way in this account; delete the keys afterwards.'
        throw new Problem('PROVIDER_IN_USE', why)
      }
      await deleteProviderKeys(ctx)
      return undefined
    },
  })
}

async function getPaymentAccount(ctx: Ctx): Promise<PaymentAccount> {
  const account = await findPaymentAccount(ctx)
  if (!account) throw notFound()
  return account
}

function show(account: PaymentAccount): Sent<Static<typeof AccountReply>> {
  const { createdAt, updatedAt, requirements, ...state } = account
  return {
    object: 'paymentAccount',
    provider: 'stripe',
    ...state,
    requirements: [...requirements],
    status: statusOf(account),
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}

function statusOf(account: PaymentAccount): 'onboarding' | 'active' | 'restricted' {
  if (account.chargesEnabled) return 'active'
  return account.detailsSubmitted && account.disabledReason ? 'restricted' : 'onboarding'
}

function showKeys(ctx: Ctx, keys: ProviderKeys): Sent<Static<typeof ProviderReply>> {
  const { account, publishableKey, secretKey, createdAt } = keys
  assert(secretKey.length > 8, 'a key is longer than its hint')
  return {
    object: 'paymentProvider',
    provider: 'stripe',
    account,
    publishableKey,
    secretKeyHint: secretKey.slice(-4),
    webhookUrl: `${ctx.publicUrl}/webhooks/stripe/${ctx.organizationId}`,
    createdAt: createdAt.toString(),
  }
}
