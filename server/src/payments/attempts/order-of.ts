import type { Ctx } from '../../platform/ctx.ts'
import type { Party, PaymentQuestion } from '../providers/provider.ts'
import type { Session } from '../sessions/session.ts'
import { destinationOf } from '../transfers/destination.ts'
import type { Attempt } from './store.ts'

/** Whose payments those of a session are, in the words of its provider. */
export function partyOf(
  { organizationId: merchantId }: Pick<Ctx, 'organizationId'>,
  { customerId, provider: { account } }: Pick<Session, 'customerId' | 'provider'>,
): Party {
  return { merchantId, customerId, account }
}

/** How the provider is asked what became of an attempt. */
export function questionOf(ctx: Ctx, session: Session, attempt: Attempt): PaymentQuestion {
  const { idempotencyKey, askedAt, providerReference: reference } = attempt
  return { ...partyOf(ctx, session), idempotencyKey, askedAt, reference }
}

/** What every order of an attempt says, whatever it is paid with. */
export async function orderOf(
  ctx: Ctx,
  session: Session,
  attempt: Pick<Attempt, 'id' | 'idempotencyKey' | 'amount' | 'askedAt' | 'saveMethod'>,
) {
  const { idempotencyKey, amount, askedAt, saveMethod: savesMethod } = attempt
  const destination = await destinationOf(ctx, attempt.id)
  return { ...partyOf(ctx, session), idempotencyKey, amount, askedAt, savesMethod, destination }
}
