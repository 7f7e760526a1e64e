import { amount, day, dayOf } from '../documents/wording.ts'
import { nextRenewal } from '../subscriptions/next-renewal.ts'
import { renewalReminder } from './letters/renewal-letter.ts'
import type { Teller } from './send-notice.ts'

/** Tells of the period that begins next, for as long as one does. */
export const renewalTeller: Teller = async (ctx, { id, nth }) => {
  const renewal = await nextRenewal(ctx, id)
  if (!renewal || `${renewal.renewsOn.epochMilliseconds}` !== nth) return undefined
  const { customerId, name, renewsOn, due, autoCharge } = renewal
  return {
    customerId,
    subscriptionId: id,
    letter: ({ merchant, customer }) =>
      renewalReminder({
        merchant,
        customer,
        subscription: name,
        renewsOn: day(dayOf(renewsOn)),
        amount: amount(due.nanos, due.currency),
        willBeCharged: autoCharge,
      }),
  }
}
