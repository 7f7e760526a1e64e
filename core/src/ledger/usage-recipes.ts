import type { Currency } from '../money/money.ts'
import { earned, ofCustomer, type Split } from './accounts.ts'
import { type Entry, entry, match, reverse } from './entry.ts'

/** A batch of instant usage: consumers pay out of their funds, one debit per customer. */
export function usageCharged(
  batch: Split & {
    readonly id: string
    readonly currency: Currency
    /** Nanos by customer id, the subject of the funds account. */
    readonly debits: ReadonlyMap<string, bigint>
  },
): Entry | undefined {
  const debits = [...batch.debits].map(([customerId, nanos]) => ({
    account: ofCustomer('funds', customerId, batch.currency),
    nanos,
  }))
  return entry('usage.charged', batch.id, match(debits, earned(batch, batch.currency)))
}

type OneUsage = Split & {
  /** What the entry is about: the usage event, or the dispute about it. */
  readonly id: string
  readonly customerId: string
  readonly currency: Currency
}

/** One event's own share of its batch goes back, whatever else the batch contained. */
export function usageRefunded(usage: OneUsage): Entry | undefined {
  const charged = usageCharged({ ...usage, debits: new Map([[usage.customerId, total(usage)]]) })
  return charged && reverse(charged, 'usage.refunded')
}

/** A dispute about a usage event ends in the customer's favour: what the event cost goes back. */
export function disputeAccepted(dispute: OneUsage): Entry | undefined {
  const refunded = usageRefunded(dispute)
  return refunded && { ...refunded, fact: 'dispute.accepted' }
}

type Hold = {
  readonly id: string
  readonly customerId: string
  readonly nanos: bigint
  readonly currency: Currency
}

/** Money is set aside for work to come: it is still the customer's, but nothing else can spend it. */
export function holdPlaced(hold: Hold): Entry | undefined {
  return entry('hold.placed', hold.id, [
    {
      debit: ofCustomer('funds', hold.customerId, hold.currency),
      credit: ofCustomer('holds', hold.customerId, hold.currency),
      nanos: hold.nanos,
    },
  ])
}

type HeldUsage = OneUsage & {
  /** Nanos that the hold covers, at most the total. */
  readonly fromHold: bigint
}

/** Usage is paid from a hold, and what the hold does not cover from the funds. The subject is the usage. */
export function holdUsed(usage: HeldUsage): Entry | undefined {
  const { customerId, currency, fromHold } = usage
  const debits = [
    { account: ofCustomer('holds', customerId, currency), nanos: fromHold },
    { account: ofCustomer('funds', customerId, currency), nanos: total(usage) - fromHold },
  ]
  return entry('hold.used', usage.id, match(debits, earned(usage, currency)))
}

/** A use of a hold is taken back: what it covered is held again, the rest is free. */
export function holdUseReversed(usage: HeldUsage): Entry | undefined {
  const used = holdUsed(usage)
  return used && reverse(used, 'hold.use_reversed')
}

/** What is left of a hold, in nanos, becomes free again: after its last use, or when it expires. */
export function holdReleased(hold: Hold): Entry | undefined {
  const placed = holdPlaced(hold)
  return placed && reverse(placed, 'hold.released')
}

function total({ merchantShare, tax, fee }: Split): bigint {
  return merchantShare + tax + fee
}
