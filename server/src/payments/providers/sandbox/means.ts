import { assert } from '@tallystick/core/assert.ts'
import type { Ctx } from '../../../platform/ctx.ts'
import { uuidv7 } from '../../../platform/ids.ts'
import type { PaymentOrder, ProviderMethod } from '../provider.ts'
import { insertMethod, setCharges } from './method-store.ts'
import {
  beginningAway,
  beginningPresent,
  beginnings,
  brandOf,
  digitsOf,
  outcomeOf,
  outcomeOfDebit,
  plainIban,
  type StoredCard,
} from './outcome.ts'

/** With what an order is paid, what becomes of it, and how that begins. */
export async function readMeans(ctx: Ctx, order: PaymentOrder, stored: StoredCard | undefined) {
  if ('token' in order) return chargedAgain(ctx, order, stored)
  const outcome = outcomeOfNew(ctx, order)
  const method = methodOf(order)
  // From now on it can be charged by its token, too.
  await insertMethod(ctx, { outcome, method })
  return { outcome, method, beginning: beginnings[outcome] }
}

type New = Exclude<PaymentOrder, { readonly token: string }>

function outcomeOfNew({ now }: Ctx, order: New) {
  if ('card' in order) return outcomeOf(order.card, now)
  if ('bankDebit' in order) return outcomeOfDebit(order.bankDebit)
  assert('wallet' in order, 'the sandbox has no form of its own')
  return 'succeeds'
}

/** A holder who sits at the page can answer the bank, and pays as with a card that is entered. */
async function chargedAgain(
  ctx: Ctx,
  { isHolderPresent }: { readonly isHolderPresent: boolean },
  stored: StoredCard | undefined,
) {
  assert(stored, 'a token is that of a method')
  if (isHolderPresent) return { ...stored, beginning: beginningPresent(stored, ctx.now) }
  const charges = stored.charges + 1
  await setCharges(ctx, stored.method.token, charges)
  return { ...stored, beginning: beginningAway({ ...stored, charges }, ctx.now) }
}

function methodOf(order: New): ProviderMethod {
  const token = `sbx_tok_${uuidv7()}`
  if ('bankDebit' in order) {
    return { token, type: 'sepa_debit', last4: plainIban(order.bankDebit.iban).slice(-4) }
  }
  if ('wallet' in order) {
    return { token, type: 'wallet', brand: 'visa', last4: '4242' }
  }
  assert('card' in order, 'the sandbox has no form of its own')
  const { card } = order
  const digits = digitsOf(card)
  const { expMonth, expYear } = card
  return {
    token,
    type: 'card',
    brand: brandOf(digits),
    last4: digits.slice(-4),
    expMonth,
    expYear,
  }
}
