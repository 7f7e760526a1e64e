import { assert } from '@tallystick/core/assert.ts'
import type { Money } from '@tallystick/core/money/money.ts'
import type Stripe from 'stripe'
import { fromStripe, toStripe } from './amounts.ts'
import { isRefusal, unavailable } from './errors.ts'

export type TransferOrder = {
  readonly merchantId: string
  /** Ours: the key of the request, and the name by which it is found again. */
  readonly id: string
  readonly account: string
  readonly amount: Money
}
export type ReversalOrder = TransferOrder & {
  /** The transfer of which it takes something back. */
  readonly reversedReference: string
}

export type TransferAnswer = { readonly reference: string } | { readonly failureCode: string }

/** Looked for first, for whoever asks again: a key is kept for a day only, and the same transfer is made once for good. */
export async function makeTransfer(
  client: Stripe,
  order: TransferOrder & { readonly isRepeated: boolean },
): Promise<TransferAnswer> {
  const { merchantId, id, account, amount, isRepeated } = order
  return answered(async () => {
    const { data } = isRepeated ? await client.transfers.list({ transfer_group: id }) : nothing
    const [first] = data
    if (first) return first.id
    const made = await client.transfers.create(
      {
        amount: written(amount),
        currency: amount.currency.toLowerCase(),
        destination: account,
        transfer_group: id,
        metadata: { merchantId, transferId: id },
      },
      { idempotencyKey: id },
    )
    return made.id
  })
}

export async function makeReversal(
  client: Stripe,
  order: ReversalOrder & { readonly isRepeated: boolean },
): Promise<TransferAnswer> {
  const { merchantId, id, reversedReference, amount, isRepeated } = order
  return answered(async () => {
    if (isRepeated) {
      for await (const made of client.transfers.listReversals(reversedReference, { limit: 100 })) {
        if (made.metadata?.['transferId'] === id) return made.id
      }
    }
    const made = await client.transfers.createReversal(
      reversedReference,
      // The platform has its fee for what it did, whoever gets the rest back.
      { amount: written(amount), metadata: { merchantId, transferId: id } },
      { idempotencyKey: id },
    )
    return made.id
  })
}

/** The newest transfer to this account of which something is left to take back, and how much. */
export async function findReversible(
  client: Stripe,
  { account, currency }: { readonly account: string; readonly currency: string },
): Promise<{ readonly reference: string; readonly left: Money } | undefined> {
  for await (const made of client.transfers.list({ destination: account, limit: 100 })) {
    const left = fromStripe(made.amount - made.amount_reversed, made.currency)
    if (left && left.currency === currency && left.nanos > 0n) return { reference: made.id, left }
  }
  return undefined
}

/** What can be transferred now, in nanos: cards bring money that is there days later. */
export async function availableOf(client: Stripe, currency: string): Promise<bigint> {
  const { available } = await client.balance.retrieve()
  return available
    .map(({ amount, currency: of }) => fromStripe(amount, of))
    .reduce((sum, money) => (money?.currency === currency ? sum + money.nanos : sum), 0n)
}

const nothing = { data: [] as readonly Stripe.Transfer[] }

function written(amount: Money): number {
  const minor = toStripe(amount)
  assert(minor !== undefined, 'what is transferred is whole at the provider')
  return minor
}

/** What Stripe refuses has not happened, and is reckoned anew; of anything else nobody knows. */
async function answered(ask: () => Promise<string>): Promise<TransferAnswer> {
  try {
    return { reference: await ask() }
  } catch (error) {
    if (isRefusal(error)) return { failureCode: error.code ?? 'refused' }
    throw unavailable(error)
  }
}
