import { isId } from '@tallystick/core/ids.ts'
import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import {
  providerFeeGivenBack,
  providerFeeTaken,
} from '@tallystick/core/ledger/settlement-recipes.ts'
import {
  differenceOf,
  judge,
  providerFeeOf,
  type Reported,
} from '@tallystick/core/settling/judge.ts'
import { post } from '../../ledger/post.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findMerchantOfAccount, findMerchantOfPayment } from '../accounts/lookups.ts'
import type { Transaction } from '../providers/stripe/transactions.ts'
import { findKnown } from './known-store.ts'
import { insertFee, insertTransaction, isNoted, listOpen, setVerdict } from './transaction-store.ts'

/** The merchant that a transaction of the platform's account is about; undefined when it is nobody's. */
export async function concernedBy(ctx: Ctx, one: Transaction): Promise<string | undefined> {
  const { merchantId, account, reference, kind } = one
  if (merchantId !== undefined) return isId('organization', merchantId) ? merchantId : undefined
  // The account of a dispute is the intent that it is about.
  if (kind === 'dispute' || kind === 'dispute_reversal') {
    return account === undefined ? undefined : findMerchantOfPayment(ctx, account)
  }
  if (account !== undefined) return findMerchantOfAccount(ctx, account)
  return reference === undefined ? undefined : findMerchantOfPayment(ctx, reference)
}

/** Notes a transaction in the book that it concerns, once, and whether that book knows of it. */
export async function noteTransaction(
  ctx: Ctx,
  provider: ProviderAccount,
  one: Transaction,
): Promise<boolean> {
  if (await isNoted(ctx, provider, one.id)) return false
  await insertTransaction(ctx, provider, { ...one, ...(await judged(ctx, provider, one)) })
  return true
}

/** Books what the provider kept, or gave back, in the book of whoever owns the account. */
export async function bookFee(ctx: Ctx, provider: ProviderAccount, one: Transaction) {
  const nanos = providerFeeOf(one)
  const { id, currency } = one
  if (nanos === 0n || !(await insertFee(ctx, provider, { id, nanos, currency }))) return
  const about = { id, currency, provider }
  const entry =
    nanos > 0n
      ? providerFeeTaken({ ...about, nanos })
      : providerFeeGivenBack({ ...about, nanos: -nanos })
  await post(ctx, entry)
}

/** What did not agree may agree by now: news come after reports. */
export async function judgeOpen(ctx: Ctx, provider: ProviderAccount): Promise<void> {
  for (const one of await listOpen(ctx, provider)) {
    const now = await judged(ctx, provider, one)
    const isSame = now.verdict === one.verdict && now.difference === one.difference
    if (!isSame) await setVerdict(ctx, provider, { id: one.id, ...now })
  }
}

type Named = Reported & { readonly reference: string | undefined }

async function judged(ctx: Ctx, provider: ProviderAccount, one: Named) {
  const known = await findKnown(ctx, provider, one)
  return {
    verdict: judge(one, known),
    difference: differenceOf(one, known),
    subjectId: known?.subjectId,
  }
}
