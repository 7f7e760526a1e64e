import { listOrganizations } from '../../platform/jobs/chores.ts'
import type { JobCall } from '../../platform/jobs/job.ts'
import { systemIn, transact, type Workspace } from '../../platform/workspace.ts'
import { listOwnAccounts } from '../accounts/key-store.ts'
import { findPlatform } from '../accounts/lookups.ts'
import { findPaymentAccount } from '../accounts/store.ts'
import { stripePlatform } from '../providers/accounts.ts'
import type { StripeReach } from '../providers/stripe/reach.ts'
import { type Hand, reconcileAccount } from './reconcile-account.ts'

type Outside = { readonly workspace: Workspace; readonly reach: StripeReach }

/**
 * Compares the accounts that an organization owns with the books: the platform that of the installation, with the books of
 * all; a merchant those of its own.
 */
export async function reconcile(
  { organizationId: ownerId, within }: JobCall,
  { workspace, reach }: Outside,
): Promise<void> {
  const hand = handIn(workspace)
  const { provider } = stripePlatform
  if (reach.hasPlatform && (await within(findPlatform)) === ownerId) {
    const books = await listOrganizations(workspace, 'payments.reconcile')
    const client = await reach.platform()
    const platform = { hand, ownerId, provider: stripePlatform, client, books }
    await reconcileAccount({ ...platform, askedFor: undefined })
  }
  for (const account of await within(listOwnAccounts)) {
    const client = await reach.clientOf({ merchantId: ownerId, account })
    const own = { hand, ownerId, provider: { provider, account }, client, books: [ownerId] }
    await reconcileAccount({ ...own, askedFor: undefined })
  }
}

/** The account that the platform opened for a merchant: after the platform's, by which transfers are found. */
export async function reconcileConnected(
  { organizationId: ownerId, within }: JobCall,
  { workspace, reach }: Outside,
): Promise<void> {
  const connected = reach.hasPlatform ? await within(findPaymentAccount) : undefined
  if (!connected) return
  const { account } = connected
  const provider = { provider: stripePlatform.provider, account }
  const client = await reach.platform()
  const books = [ownerId]
  await reconcileAccount({
    hand: handIn(workspace),
    ownerId,
    provider,
    client,
    books,
    askedFor: account,
  })
}

function handIn(workspace: Workspace): Hand {
  return (organizationId, work) =>
    transact(workspace, systemIn(organizationId, 'payments.reconcile'), work)
}
