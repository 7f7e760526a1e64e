import {
  type AccountRef,
  accountKey,
  type Entry,
  fold,
  hasFloor,
} from '@tallystick/core/ledger/entry.ts'
import { accountIdOf } from './account-id.ts'

export type AccountRow = AccountRef & { readonly accountId: string; readonly hasFloor: boolean }

/** An entry in the terms of the tables: its accounts, what it does to each balance, and its lines. */
export type Legs = {
  readonly accounts: readonly AccountRow[]
  /** Changes of balances that are exact at once: accounts with a floor. */
  readonly moves: readonly Move[]
  /** Changes that are folded in the background. */
  readonly deltas: readonly Move[]
  readonly lines: readonly Line[]
}
export type Move = { readonly accountId: string; readonly nanos: bigint }
export type Line = {
  readonly debit: string
  readonly credit: string
  readonly nanos: bigint
  readonly currency: string
}

export function legsOf(bookId: string, entry: Entry): Legs {
  const accounts = new Map<string, AccountRow>()
  const idOf = (ref: AccountRef) => {
    const key = accountKey(ref)
    const known = accounts.get(key)
    if (known) return known.accountId
    const accountId = accountIdOf(bookId, ref)
    accounts.set(key, { ...ref, accountId, hasFloor: hasFloor(ref.kind) })
    return accountId
  }
  const lines = entry.postings.map(({ debit, credit, nanos }) => ({
    debit: idOf(debit),
    credit: idOf(credit),
    nanos,
    currency: debit.currency,
  }))
  const moves: Move[] = []
  const deltas: Move[] = []
  for (const [key, nanos] of fold([entry])) {
    const account = accounts.get(key)
    if (account && nanos !== 0n) {
      const side = account.hasFloor ? moves : deltas
      side.push({ accountId: account.accountId, nanos })
    }
  }
  return { accounts: [...accounts.values()], moves, deltas, lines }
}
