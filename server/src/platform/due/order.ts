import { assert } from '@tallystick/core/assert.ts'

/**
 * Every kind of due work. What falls on the same moment is done in this order: first what the outside world did, then
 * what follows from it, then what ends because of it, and bills only when all of that is known.
 */
const order = [
  'clocks.advance_clock',
  'metering.read_stored',
  'sandbox.finish_payment',
  'sandbox.finish_refund',
  'sandbox.open_dispute',
  'sandbox.close_dispute',
  'sandbox.tell_payment',
  'sandbox.tell_refund',
  'sandbox.tell_dispute',
  'sandbox.tell_decision',
  'payments.follow_attempt',
  'payments.send_refund',
  'payments.forget_method',
  'payments.expire_session',
  // A period that ends together with its subscription is closed by that end, and no other one opens.
  'subscriptions.end_subscription',
  'subscriptions.close_period',
  'invoices.issue_invoice',
  'invoices.charge_invoice',
  'invoices.find_unbilled',
  'subscriptions.refill_funds',
  // What a renewal fills up is not filled up twice.
  'payments.fill_up_funds',
  'subscriptions.end_unpaid',
  'subscriptions.remind_renewal',
  'payments.watch_card',
  'notices.send_notice',
] as const

export type DueKind = (typeof order)[number]

/** The place of a kind among those that fall on one moment. */
export function rankOf(kind: DueKind): number {
  const rank = order.indexOf(kind)
  assert(rank >= 0, `due work ${kind} has its place in the order`)
  return rank
}
