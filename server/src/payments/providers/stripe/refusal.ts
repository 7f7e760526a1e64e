import { Problem } from '../../../platform/problem.ts'

/** What Stripe refuses is the caller's to mend, and says so in Stripe's words; when Stripe is away, we are. */
export async function asProblem<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (cause) {
    if (!isStripeError(cause)) throw cause
    if (cause.type === 'StripeConnectionError' || cause.type === 'StripeAPIError') {
      throw Object.assign(new Problem('UNAVAILABLE', 'The payment provider does not answer.'), {
        cause,
      })
    }
    const refused = new Problem('PROVIDER_REFUSED', `The payment provider says: ${cause.message}`)
    throw Object.assign(refused, { cause })
  }
}

type StripeError = Error & { readonly type: string; readonly code?: string }

export function isStripeError(error: unknown): error is StripeError {
  return error instanceof Error && String(Object(error).type).startsWith('Stripe')
}
