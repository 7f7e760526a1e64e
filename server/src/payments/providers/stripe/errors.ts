import type Stripe from 'stripe'
import { Problem } from '../../../platform/problem.ts'

type StripeError = Stripe.errors.StripeError

/** An error that the API of Stripe answered. Told by its form: the package may not be loaded. */
export function isStripeError(error: unknown): error is StripeError {
  return error instanceof Error && 'type' in error && String(error.type).startsWith('Stripe')
}

/** Stripe understood the request and will never do it: nothing has happened. */
export function isRefusal(error: unknown): error is StripeError {
  if (!isStripeError(error) || error.type === 'StripeIdempotencyError') return false
  return error.statusCode === 400 || error.statusCode === 402 || error.statusCode === 404
}

/** This key was used for a request with other parameters. */
export function isKeyTaken(error: unknown): boolean {
  return isStripeError(error) && error.type === 'StripeIdempotencyError' && error.statusCode === 400
}

/** Nobody knows whether it happened, or our keys do not hold: somebody looks later. */
export function unavailable(cause: unknown): unknown {
  if (!isStripeError(cause)) return cause
  const problem = new Problem('UNAVAILABLE', 'The payment provider cannot be reached right now.')
  problem.cause = cause
  return problem
}
