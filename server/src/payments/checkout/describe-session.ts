import type { Checkout } from '@tallystick/contract/checkout.ts'
import type { Sent } from '@tallystick/contract/endpoint.ts'
import { moneyToText } from '@tallystick/core/money/money.ts'
import type { Static } from 'typebox'
import { fundsOf } from '../../ledger/funds.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { findMethodUsed, findPaidAttempt } from '../attempts/store.ts'
import { listMethods, type StoredMethod } from '../methods/store.ts'
import { type Described, type Payables, payableOf } from '../payable.ts'
import type { Session } from '../sessions/session.ts'

type Shown = Sent<Static<typeof Checkout>>
export type SessionDescription = Pick<
  Shown,
  'description' | 'dueAt' | 'documentUrl' | 'funds' | 'receipt'
> &
  Required<Pick<Shown, 'methods'>>

/** What the page says that stands with what is paid, and what its customer could pay it with. */
export async function describeSession(
  ctx: Ctx,
  payables: Payables,
  session: Session,
): Promise<SessionDescription> {
  const { entityType, entityId, customerId, amount } = session
  const { describe, settleFromFunds } = payableOf(payables, entityType)
  const said = await describe?.(ctx, entityId)
  const { currency } = amount
  const nanos = settleFromFunds && customerId ? await fundsOf(ctx, customerId, currency) : 0n
  return {
    ...(said && {
      description: said.description,
      dueAt: said.dueAt?.toString(),
      documentUrl: said.documentUrl,
    }),
    ...(nanos >= amount.nanos &&
      nanos > 0n && { funds: { available: moneyToText({ nanos, currency }) } }),
    methods: await methodsFor(ctx, session),
    receipt: await receiptOf(ctx, session, said),
  }
}

/** Those that its provider can charge. A page that stores a new one has no use for them. */
async function methodsFor(ctx: Ctx, session: Session) {
  const { customerId, mode, status, provider: at } = session
  if (customerId === undefined || mode === 'setup' || status === 'completed') return []
  const all = await listMethods(ctx, customerId)
  return all
    .map((method, at) => ({ method, isDefault: at === 0 }))
    .filter(({ method }) => method.provider === at.provider && method.account === at.account)
    .filter(({ method }) => method.unusableCode === undefined)
    .map(({ method, isDefault }) => showMethod(method, isDefault))
}

function showMethod(method: StoredMethod, isDefault: boolean): Shown['methods'][number] {
  const { id, type, brand, last4, expMonth, expYear } = method
  return { id, type, brand, last4, expMonth, expYear, isDefault }
}

async function receiptOf(
  ctx: Ctx,
  session: Session,
  said: Described | undefined,
): Promise<Shown['receipt']> {
  const { status, completedAt, mode } = session
  if (status !== 'completed' || !completedAt || mode === 'setup') return undefined
  const attempt = await findPaidAttempt(ctx, session)
  const method = attempt && (await findMethodUsed(ctx, attempt.id))
  return {
    number: said?.number,
    paidAt: completedAt.toString(),
    method: method && { type: method.type, brand: method.brand, last4: method.last4 },
    documentUrl: said?.documentUrl,
  }
}
