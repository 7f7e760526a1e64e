import { assert } from '@tallystick/core/assert.ts'
import {
  providerTransferReversed,
  providerTransferred,
} from '@tallystick/core/ledger/settlement-recipes.ts'
import { type Currency, clamp, type Money, nanosPerMinor } from '@tallystick/core/money/money.ts'
import type Stripe from 'stripe'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { findPaymentAccount } from '../accounts/store.ts'
import { stripePlatform } from '../providers/accounts.ts'
import { toStripe } from '../providers/stripe/amounts.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import {
  availableOf,
  findReversible,
  makeReversal,
  makeTransfer,
} from '../providers/stripe/transfers.ts'
import { levelsOf } from './standing.ts'
import { endTransfer, insertTransfer, listInFlight, type Transfer } from './store.ts'

type Within = JobCall['within']

/** In each currency; what is left comes with the next run. */
const mostAtOnce = 20

/**
 * Brings the merchant's account at the provider to what is the merchant's: what was paid ahead and is used by now, what
 * came before the account took charges, and back again what was refunded or disputed. Each transfer is written down,
 * asked for, and booked, one at a time; whoever does it a second time finds the first.
 */
export async function levelAccount(
  { within }: Pick<JobCall, 'within'>,
  reach: Pick<StripeReach, 'platform' | 'hasPlatform'>,
): Promise<void> {
  const account = reach.hasPlatform ? await within(findPaymentAccount) : undefined
  if (!account) return
  for (const transfer of await within(listInFlight)) {
    await carryOut(within, await reach.platform(), { ...transfer, isRepeated: true })
  }
  const levels = await within((ctx) => levelsOf(ctx, account.account))
  for (const currency of levels.keys()) {
    for (let made = 0, more = true; more && made < mostAtOnce; made += 1) {
      more = await moveOnce(within, await reach.platform(), { ...account, currency })
    }
  }
}

type Place = {
  readonly account: string
  readonly currency: Currency
  readonly chargesEnabled: boolean
}

/** Whether something moved, so that more may. */
async function moveOnce(within: Within, client: Stripe, place: Place): Promise<boolean> {
  const { account, currency } = place
  const nanos = await within((ctx) => levelIn(ctx, place))
  const way = nanos > 0n ? await wayThere(client, place) : await wayBack(client, place, nanos)
  if (!way) return false
  const transfer = await within(async (ctx) => {
    // Reckoned again in the transaction that writes it down: in between, somebody may have been refunded.
    const now = await levelIn(ctx, place)
    const amount = payable(clamp(way.kind === 'transfer' ? now : -now, 0n, way.most), currency)
    if (amount.nanos === 0n) return undefined
    const { kind, reversedReference } = way
    const id = newId('transfer')
    const one: Transfer = { id, kind, account, reversedReference, amount, createdAt: ctx.realNow }
    return (await insertTransfer(ctx, one)) ? one : undefined
  })
  return transfer ? carryOut(within, client, { ...transfer, isRepeated: false }) : false
}

async function levelIn(ctx: Ctx, { account, currency }: Place): Promise<bigint> {
  return (await levelsOf(ctx, account)).get(currency) ?? 0n
}

type Way = {
  readonly kind: Transfer['kind']
  readonly reversedReference: string | undefined
  readonly most: bigint
}

/** To an account that cannot take charges yet nothing is sent: it is kept for it. */
async function wayThere(client: Stripe, place: Place): Promise<Way | undefined> {
  if (!place.chargesEnabled) return undefined
  const most = await availableOf(client, place.currency)
  return { kind: 'transfer', reversedReference: undefined, most }
}

async function wayBack(client: Stripe, place: Place, nanos: bigint): Promise<Way | undefined> {
  const found = nanos < 0n ? await findReversible(client, place) : undefined
  if (!found) return undefined
  return { kind: 'reversal', reversedReference: found.reference, most: found.left.nanos }
}

/** What the provider can move, in whole units of its own. */
function payable(nanos: bigint, currency: Currency): Money {
  for (const times of [1n, 10n, 100n]) {
    const step = nanosPerMinor(currency) * times
    const money = { nanos: nanos - (nanos % step), currency }
    if (toStripe(money) !== undefined) return money
  }
  return { nanos: 0n, currency }
}

/** Whether it succeeded. What the provider refuses is reckoned anew with the next run. */
async function carryOut(
  within: Within,
  client: Stripe,
  transfer: Transfer & { readonly isRepeated: boolean },
): Promise<boolean> {
  const merchantId = await within(async (ctx) => ctx.organizationId)
  const { reversedReference } = transfer
  assert(transfer.kind === 'transfer' || reversedReference, 'a reversal is that of a transfer')
  const answer = reversedReference
    ? await makeReversal(client, { ...transfer, merchantId, reversedReference })
    : await makeTransfer(client, { ...transfer, merchantId })
  return within(async (ctx) => {
    if ('failureCode' in answer) {
      await endTransfer(ctx, transfer.id, { status: 'failed', ...answer })
      return false
    }
    const end = { status: 'succeeded', providerReference: answer.reference } as const
    if (await endTransfer(ctx, transfer.id, end)) await post(ctx, entryOf(transfer))
    return true
  })
}

function entryOf({ id, kind, account, amount }: Transfer) {
  const to = { provider: stripePlatform.provider, account }
  const moved = { id, ...amount, from: stripePlatform, to }
  return kind === 'transfer' ? providerTransferred(moved) : providerTransferReversed(moved)
}
