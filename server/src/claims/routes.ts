import { claims } from '@tallystick/contract/claims.ts'
import { assert } from '@tallystick/core/assert.ts'
import { networkOf } from '../access/address-list.ts'
import { hashSecret } from '../access/api-key-secret.ts'
import { loginIndex } from '../access/login-index.ts'
import { findLogin, nobody } from '../access/lookups.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Call, type Route, routes } from '../platform/http/bind.ts'
import { notFound, Problem } from '../platform/problem.ts'
import type { Principal } from '../platform/workspace.ts'
import { acceptClaim } from './accept-claim.ts'
import { claimantOf } from './claimant.ts'
import { describeClaim, openCustomer } from './open-claim.ts'
import { expiryOf, sendClaimLink } from './send-claim-link.ts'
import { findClaim, findClaimingMerchant } from './store.ts'

export type Claiming = {
  /** The installation's key of the index by which logins are found. */
  readonly indexKey: Buffer
  /** Without a mail server, links reach nobody but who looks into the outbox of a sandbox. */
  readonly hasMailServer: boolean
}

/** Mails are few: nobody fills somebody's letter box by pressing a button. */
const mails = { bucket: 'claim links', max: 5, windowSeconds: 3600 }
const attempts = { bucket: 'claims', max: 30, windowSeconds: 60 }

export function claimRoutes({ indexKey, hasMailServer }: Claiming): Route[] {
  return routes(claims, {
    sendClaimLink: {
      freestanding: async (call, { params }) => {
        await call.limit({ ...mails, who: params.id })
        return call.within((ctx) =>
          call.once(ctx, async () => {
            assertMailed(ctx, hasMailServer)
            const expiresAt = await sendClaimLink(ctx, params.id)
            if (!expiresAt) throw claimed()
            return shown(expiresAt)
          }),
        )
      },
    },

    sendPortalClaimLink: {
      freestanding: async (call) => {
        const { organizationId, customerId } = call.principal.scope
        assert(organizationId && customerId, 'a portal link has a customer')
        await call.limit({ ...mails, who: customerId })
        return call.as(handOf(organizationId), (ctx) =>
          call.once(ctx, async () => {
            assertMailed(ctx, hasMailServer)
            // Who asks in the portal is not told whether the account has been claimed.
            return shown((await sendClaimLink(ctx, customerId)) ?? expiryOf(ctx))
          }),
        )
      },
    },

    openClaim: {
      freestanding: async (call, { params: { id }, body }) => {
        const merchantId = await merchantOf(call, id, body.code)
        const claim = await call.as(handOf(merchantId), async (ctx) => {
          const found = await findClaim(ctx, id)
          const customer = await openCustomer(ctx, found)
          assert(found, 'what is open is there')
          return describeClaim(ctx, found, customer)
        })
        const index = loginIndex(indexKey, claim.email)
        const login = await call.as(nobody, (ctx) => findLogin(ctx, index))
        return { ...claim, hasLogin: login !== undefined }
      },
    },

    acceptClaim: {
      freestanding: async (call, { params: { id }, body }) => {
        const merchantId = await merchantOf(call, id, body.code)
        const claimant = await claimantOf(call, body, indexKey)
        const as: Principal = {
          ...handOf(merchantId),
          scope: { organizationId: merchantId, userId: claimant.userId },
          actor: { kind: 'user', id: claimant.userId },
        }
        return call.as(as, (ctx) =>
          call.once(ctx, () => acceptClaim(ctx, id, { ...claimant, indexKey }), claimant.payload),
        )
      },
    },
  })
}

/** The merchant's hand, in which its customers' accounts lie. */
function handOf(organizationId: string): Principal {
  return {
    role: 'tally_app',
    scope: { organizationId },
    actor: { kind: 'system', id: 'claims' },
    permissions: new Set(),
  }
}

/** Whoever knows the code; an unknown claim and a wrong code are answered alike. */
async function merchantOf(call: Call, id: string, code: string): Promise<string> {
  await call.limit({ ...attempts, who: networkOf(call.address) })
  const merchantId = await call.as(nobody, (ctx) => findClaimingMerchant(ctx, id, hashSecret(code)))
  if (merchantId === undefined) throw notFound()
  return merchantId
}

function claimed(): Problem {
  return new Problem('ALREADY_CLAIMED', 'This account belongs to its customer already.')
}

function assertMailed({ mode }: Ctx, hasMailServer: boolean): void {
  if (hasMailServer || mode === 'sandbox') return
  throw new Problem('UNAVAILABLE', 'No mail server is set up.')
}

const shown = (expiresAt: Temporal.Instant) => ({
  object: 'claimLink' as const,
  expiresAt: expiresAt.toString(),
})
