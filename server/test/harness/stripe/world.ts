import type Stripe from 'stripe'
import { missing } from './errors.ts'
import { made } from './fixtures.ts'

/** What a payment method of the stand-in does when it is charged. */
export type Behaviour =
  | 'succeeds'
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'stolen_card'
  /** Asks for 3-D Secure; with its holder away it is declined with `authentication_required`. */
  | 'challenge'
  /** A bank debit: processing, until the banks have done what they do; then it succeeds, or fails. */
  | 'delayed'
  | 'delayed_failing'
  /** Succeeds with its holder, is declined without; the same, because it has expired or was stolen. */
  | 'declined_later'
  | 'expired_later'
  | 'stolen_later'

/** All that the stand-in knows: objects by their ids, and what it has not told yet. */
export type World = {
  readonly now: () => Temporal.Instant
  readonly paymentIntents: Map<string, Stripe.PaymentIntent>
  readonly setupIntents: Map<string, Stripe.SetupIntent>
  readonly charges: Map<string, Stripe.Charge>
  readonly refunds: Map<string, Stripe.Refund>
  readonly customers: Map<string, Stripe.Customer>
  readonly methods: Map<string, Stripe.PaymentMethod>
  readonly disputes: Map<string, Stripe.Dispute>
  readonly behaviours: Map<string, Behaviour>
  /** Events in the order in which they happened, each with the object as it was then. */
  readonly events: Stripe.Event[]
  /** How new refunds begin; banks decide. */
  refundsBegin: 'succeeded' | 'pending' | 'requires_action'
}

export function emptyWorld(now: () => Temporal.Instant): World {
  return {
    now,
    paymentIntents: new Map(),
    setupIntents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    customers: new Map(),
    methods: new Map(),
    disputes: new Map(),
    behaviours: new Map(),
    events: [],
    refundsBegin: 'succeeded',
  }
}

let made_ = 0

export function newId(prefix: string): string {
  made_ += 1
  return `${prefix}_fake${String(made_).padStart(16, '0')}`
}

export function seconds({ now }: Pick<World, 'now'>): number {
  return Math.floor(now().epochMilliseconds / 1000)
}

export function get<T>(of: ReadonlyMap<string, T>, id: string): T {
  const found = of.get(id)
  if (!found) throw missing(id)
  return found
}

export function emit(world: World, type: Stripe.Event['type'], object: object): void {
  const event = made('event', {
    id: newId('evt'),
    created: seconds(world),
    livemode: false,
  } as Partial<Stripe.Event>)
  world.events.push({
    ...event,
    type,
    data: { object: structuredClone(object) },
  } as Stripe.Event)
}

/** A page of a list, newest first. */
export function listOf<T extends { readonly created: number }>(
  all: Iterable<T>,
  url: string,
  created?: unknown,
) {
  const since = Number((created as { gte?: string } | undefined)?.gte ?? 0)
  const data = [...all].filter((one) => one.created >= since).toReversed()
  return { object: 'list', url, has_more: false, data: data.slice(0, 100) }
}
