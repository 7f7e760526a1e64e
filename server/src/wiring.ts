import { api } from '@tallystick/contract/api.ts'
import { authenticator } from './access/authenticate.ts'
import { accessRoutes } from './access/routes.ts'
import { unknownPlans } from './catalog/plans/unknown-plans.ts'
import { catalogRoutes } from './catalog/routes.ts'
import { claimRoutes } from './claims/routes.ts'
import { clockDueWork } from './clocks/jobs.ts'
import { clockRoutes } from './clocks/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { documentLinks } from './documents/document-links.ts'
import { keepParties } from './documents/parties.ts'
import { documentRoutes } from './documents/routes.ts'
import { embeddingRoutes } from './embedding/routes.ts'
import type { Installation } from './installation.ts'
import type { Billing } from './invoices/billing.ts'
import { collectInvoice } from './invoices/collect/collect-invoice.ts'
import type { Collection } from './invoices/collect/collection.ts'
import { invoicesInTheWay } from './invoices/collect/invoices-in-the-way.ts'
import { collectionDueWork } from './invoices/collect/jobs.ts'
import { invoicePayable } from './invoices/collect/payable.ts'
import { retryPayment } from './invoices/collect/retry-payment.ts'
import { collectionRoutes } from './invoices/collect/routes.ts'
import { invoiceDueWork } from './invoices/jobs.ts'
import { invoiceRefundRoutes } from './invoices/refunds/routes.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { fundsLeft } from './ledger/funds-left.ts'
import { accountRoutes } from './ledger/routes.ts'
import { followMetric } from './metering/follow-metric.ts'
import { meteringDueWork, meteringJobs } from './metering/jobs.ts'
import { meterRoutes } from './metering/meters/routes.ts'
import { eventRoutes, type WatchQueue } from './metering/routes.ts'
import { noticeDueWork, noticeJobs } from './notices/jobs.ts'
import { noticeRoutes } from './notices/routes.ts'
import {
  tellCardExpiring,
  tellFailed,
  tellIssued,
  tellLimitReached,
  tellPaid,
  tellRenewal,
  tellTopupFailed,
} from './notices/schedule-notices.ts'
import { findProviderKeys } from './payments/accounts/key-store.ts'
import { noteTopupFailure } from './payments/auto-topups/note-outcome.ts'
import { switchOffAutoTopup } from './payments/auto-topups/switch-off-auto-topup.ts'
import type { Collecting } from './payments/collecting.ts'
import { fundsOnTheWayBack } from './payments/funds-returns/funds-on-the-way-back.ts'
import { paymentDueWork } from './payments/jobs.ts'
import { forgetMethods } from './payments/methods/forget-methods.ts'
import { setupPayable } from './payments/methods/setup-payable.ts'
import { oneOffPayable } from './payments/one-off/payable.ts'
import { sandbox } from './payments/providers/sandbox/sandbox.ts'
import { type StripeReach, stripeReach } from './payments/providers/stripe/reach.ts'
import { stripe } from './payments/providers/stripe/stripe.ts'
import { paymentRoutes } from './payments/routes.ts'
import { settlementChores, settlementJobs } from './payments/settlement.ts'
import { cancelTopups } from './payments/topups/cancel-topups.ts'
import { topupPayable } from './payments/topups/payable.ts'
import { stripeDoor } from './payments/webhooks/stripe-door.ts'
import type { DueHandlers, Steps } from './platform/due/step.ts'
import { app } from './platform/http/app.ts'
import type { Route } from './platform/http/bind.ts'
import { forgetReplies } from './platform/http/forget-replies.ts'
import type { Work } from './platform/jobs/task-list.ts'
import { systemIn, transact } from './platform/workspace.ts'
import { revokeLinksOf } from './portal/revoke-links-of.ts'
import { portalRoutes } from './portal/routes.ts'
import { activate } from './subscriptions/activate.ts'
import { askForFirstPayment } from './subscriptions/ask-for-payment.ts'
import { billedSubscription } from './subscriptions/billed-subscription.ts'
import { followsClock, liveProductIds, subscriptionsInTheWay } from './subscriptions/blockers.ts'
import { chargesByItself } from './subscriptions/charges-by-itself.ts'
import { customersOfSubscriptions } from './subscriptions/customers-of.ts'
import { expire } from './subscriptions/expire.ts'
import { subscriptionDueWork } from './subscriptions/jobs.ts'
import { planChangeRoutes } from './subscriptions/plan-change/routes.ts'
import { subscriptionPreviewRoutes } from './subscriptions/preview/routes.ts'
import { noteRefillFailure } from './subscriptions/refill/note-failure.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'
import { subscribedPlan } from './subscriptions/subscribed-plan.ts'
import { taxRoutes } from './taxes/routes.ts'
import { instantUsageOf } from './usage/instant-usage-of.ts'
import { usageRoutes } from './usage/routes.ts'

/** Every route of the product. The order is that of the contract. */
export function allRoutes(installation: Installation, watchQueue: WatchQueue): Route[] {
  const { config, loginKey, workspace } = installation
  const { openSignup } = config
  return [
    ...accessRoutes({ indexKey: loginKey, openSignup, endLinks: revokeLinksOf }),
    ...embeddingRoutes(workspace, { unknownPlans }),
    ...catalogRoutes({
      subscribed: subscribedPlan,
      liveProductIds,
      follow: followMetric,
    }),
    ...taxRoutes,
    ...claimRoutes({
      indexKey: loginKey,
      hasMailServer: installation.mailer !== undefined,
    }),
    ...customerRoutes({
      blockers: [subscriptionsInTheWay, invoicesInTheWay],
      close: async (ctx, id) => {
        await switchOffAutoTopup(ctx, id)
        await cancelTopups(ctx, id)
        await forgetMethods(ctx, id)
      },
      funds: async (ctx, id) => [
        ...(await fundsLeft(ctx, id)),
        ...(await fundsOnTheWayBack(ctx, id)),
      ],
    }),
    ...meterRoutes({ customersOfSubscriptions }),
    ...accountRoutes,
    ...eventRoutes(workspace, { customersOfSubscriptions, watchQueue }),
    ...usageRoutes(workspace),
    ...paymentRoutes(collecting(installation), reachOf(installation)),
    ...invoiceRoutes(billing),
    ...collectionRoutes(billing, collection),
    ...invoiceRefundRoutes(collecting(installation), documentLinks),
    ...documentRoutes,
    ...noticeRoutes({ hasMailServer: installation.mailer !== undefined }),
    ...subscriptionRoutes(billing),
    ...planChangeRoutes(billing),
    ...subscriptionPreviewRoutes,
    ...clockRoutes({ isFollowed: followsClock, advancing: () => stepsOf(installation) }),
    ...portalRoutes(billing),
  ]
}

/** Who moves the money that payment sessions collect, and who settles what it is for. */
export function collecting(installation: Pick<Installation, 'workspace' | 'config'>): Collecting {
  const { workspace } = installation
  const reach = reachOf(installation)
  return {
    providers: {
      sandbox: sandbox(workspace),
      stripe: stripe(workspace, reach),
    },
    payables: {
      payment: oneOffPayable,
      subscription: { settle: (ctx, paid) => activate(ctx, collection, paid), expire },
      topup: {
        ...topupPayable,
        async failed(ctx, failure) {
          await noteTopupFailure(ctx, failure)
          await noteRefillFailure(ctx, failure)
          await tellTopupFailed(ctx, failure.entityId, failure.failureCode)
        },
      },
      invoice: invoicePayable(collection),
      customer: setupPayable,
    },
    news: {
      topupFailed: tellTopupFailed,
      limitReached: tellLimitReached,
      cardExpiring: tellCardExpiring,
    },
  }
}

/** How Stripe is reached. Without keys nothing of it is loaded. */
function reachOf({
  config: { stripe: platform, stripeUrl },
  workspace,
}: Pick<Installation, 'config' | 'workspace'>): StripeReach {
  return stripeReach({
    platform,
    url: platform?.url ?? stripeUrl,
    findKeys: ({ merchantId, account }) =>
      transact(workspace, systemIn(merchantId, 'stripe'), (ctx) => findProviderKeys(ctx, account)),
  })
}

/** What invoices ask of slices that come later. */
const billing: Billing = {
  subscriptionOf: billedSubscription,
  instantUsageOf,
  issued: [
    keepParties,
    askForFirstPayment,
    (ctx, invoice) => collectInvoice(ctx, collection, invoice),
    tellIssued,
  ],
  retryPayment,
  documentLinks,
}

/** What collecting invoices asks of slices that come later. */
const collection: Collection = {
  chargesByItself,
  documentLinks,
  paid: [tellPaid],
  failed: [tellFailed],
}

/** Every job of the product by its name, and when those come that nobody asks for. */
export function allWork(installation: Pick<Installation, 'mailer' | 'config' | 'workspace'>): Work {
  return {
    jobs: {
      'platform.forget_replies': forgetReplies,
      ...meteringJobs,
      ...noticeJobs(installation.mailer),
      ...settlementJobs(installation.workspace, reachOf(installation)),
    },
    chores: [{ task: 'platform.forget_replies', schedule: '23 3 * * *' }, ...settlementChores],
  }
}

/** Who does the work that is due at a moment, by its kind. */
export function allDueWork(installation: Installation): DueHandlers {
  return {
    ...clockDueWork(() => stepsOf(installation)),
    ...meteringDueWork,
    ...paymentDueWork(collecting(installation)),
    ...invoiceDueWork(billing),
    ...collectionDueWork(collecting(installation), collection),
    ...subscriptionDueWork(tellRenewal, collecting(installation)),
    ...noticeDueWork({ hasMailServer: installation.mailer !== undefined }),
  }
}

/** How due work is done outside the scheduler: on the way of a test clock. */
function stepsOf(installation: Installation): Steps {
  return { workspace: installation.workspace, handlers: allDueWork(installation) }
}

/** The HTTP edge of an installation, not yet listening. */
export async function edgeOf(
  installation: Installation,
  { checkReplies = false, watchQueue = (() => {}) as WatchQueue } = {},
) {
  const { config, workspace, log } = installation
  const server = await app({
    trustedProxies: config.trustedProxies,
    workspace,
    log,
    checkReplies,
    routes: allRoutes(installation, watchQueue),
    contract: Object.assign({}, ...Object.values(api)),
    authenticate: authenticator(workspace),
  })
  const reach = reachOf(installation)
  stripeDoor(server, { workspace, reach, collecting: collecting(installation) })
  return server
}
