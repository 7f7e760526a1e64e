import type { Entry } from '@tallystick/core/ledger/entry.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { legsOf } from './legs.ts'
import { insertEntry, openAccounts } from './store.ts'

/**
 * Books an entry into the organization's book and returns its id; an entry that moves nothing (undefined) books nothing.
 *
 * The database refuses, and with that the whole transaction fails: INSUFFICIENT_FUNDS (400) when an account with a floor
 * would fall below it; CONFLICT (409) when this (fact, subject) is in the book. So callers lock the object
 * that the fact is about and look at its state first; the constraint is what remains true if they do not.
 */
export async function post(ctx: Ctx, entry: Entry | undefined): Promise<string | undefined> {
  if (!entry) return undefined
  const entryId = newId('entry')
  await postAs(ctx, { entryId, entry })
  return entryId
}

type PostOptions = {
  /** The caller has locked the funds that pay, so they are open; the entry opens what it needs besides. */
  readonly fundsAreOpen?: boolean
}

/** As `post`, under an id that the caller has already written down. */
export async function postAs(
  ctx: Ctx,
  { entryId, entry }: { readonly entryId: string; readonly entry: Entry },
  { fundsAreOpen = false }: PostOptions = {},
): Promise<void> {
  const legs = legsOf(ctx.organizationId, entry)
  const toOpen = legs.accounts.filter(({ kind }) => !(fundsAreOpen && kind === 'funds'))

  // Sent together: the second sees what the first has opened, and fails with it.
  const [, low] = await Promise.all([
    openAccounts(ctx, toOpen),
    insertEntry(ctx, { entryId, entry, legs }),
  ])
  // Told as due work, in this very transaction: who charged knows nothing of who fills up.
  for (const subjectId of low) {
    await ctx.schedule({ kind: 'payments.fill_up_funds', subjectId, dueAt: ctx.now })
  }
}
