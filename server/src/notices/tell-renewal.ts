import { amount, day, dayOf } from '../documents/wording.ts'
import { nextRenewal } from '../subscriptions/next-renewal.ts'
import { renewalReminder } from './letters/renewal-letter.ts'
import type { Teller } from './told.ts'

/** Tells of the renewal at the end of the running period, unless that is another one by now, or there is none. */
export const tellRenewal: Teller = async (ctx, { id, nth }) => {
  const renewal = await nextRenewal(ctx, id)
  if (!renewal || dayOf(renewal.renewsAt).toString() !== nth) return undefined
  const { customerId, name, renewsAt, advance, currency, autoCharge } = renewal
  return {
    customerId,
    subscriptionId: id,
    letter: ({ merchant, customer }) =>
      renewalReminder({
        merchant,
        customer,
        subscription: name,
        renewsOn: day(dayOf(renewsAt)),
        amount: advance === 0n ? undefined : amount(advance, currency),
        willBeCharged: autoCharge,
      }),
  }
}
