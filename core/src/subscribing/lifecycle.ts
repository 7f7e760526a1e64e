/** From the status on the left, a thing may go to those on the right. */
export type Next<Status extends string> = Readonly<Record<Status, readonly Status[]>>

export type SubscriptionStatus = 'pending_payment' | 'active' | 'terminated'

export const nextSubscriptionStatus: Next<SubscriptionStatus> = {
  pending_payment: ['active', 'terminated'],
  active: ['terminated'],
  terminated: [],
}

export type PaymentSessionStatus =
  | 'pending'
  | 'processing'
  | 'completed'
  | 'failed'
  | 'expired'
  | 'cancelled'

/** A declined card leaves the session open for another one: it fails only when nothing more can be tried. */
export const nextPaymentSessionStatus: Next<PaymentSessionStatus> = {
  pending: ['processing', 'completed', 'failed', 'expired', 'cancelled'],
  processing: ['pending', 'completed', 'failed', 'expired', 'cancelled'],
  completed: [],
  failed: [],
  expired: [],
  cancelled: [],
}

export type PaymentStatus = 'pending' | 'processing' | 'completed' | 'expired' | 'cancelled'

/** A payment has no failure: after a failed attempt it is pending again until it expires. */
export const nextPaymentStatus: Next<PaymentStatus> = {
  pending: ['processing', 'completed', 'expired', 'cancelled'],
  processing: ['pending', 'completed', 'expired', 'cancelled'],
  completed: [],
  expired: [],
  cancelled: [],
}

/** Whether the table allows this step. To stay where one is, is no step. */
export function mayBecome<Status extends string>(
  next: Next<Status>,
  from: Status,
  to: Status,
): boolean {
  return next[from].includes(to)
}
