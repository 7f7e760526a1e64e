import type { Call } from '../platform/http/bind.ts'
import { Problem } from '../platform/problem.ts'
import { networkOf } from './address-list.ts'

export type SigningUp = {
  readonly indexKey: Buffer
  /** Whether anyone may create a merchant or consumer organization. */
  readonly openSignup: boolean
}

export function assertOpen(openSignup: boolean): void {
  if (openSignup) return
  throw new Problem(
    'SIGNUP_CLOSED',
    'This installation does not take sign-ups; ask its operator for an account.',
  )
}

/** Each sign-up makes keys and hashes a password: strangers get few of them. */
export function limitSignups(call: Call): Promise<void> {
  return call.limit({
    bucket: 'sign-up',
    who: networkOf(call.address),
    max: 10,
    windowSeconds: 60,
    message: 'Too many sign-ups. Try again later.',
  })
}
