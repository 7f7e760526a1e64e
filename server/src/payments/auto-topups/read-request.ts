import { type Currency, nanosFromText, nanosPerUnit } from '@tallystick/core/money/money.ts'
import type { AutoTopupTerms } from '@tallystick/core/topups/auto-topup.ts'
import { invalid } from '../../platform/problem.ts'
import { readPayable } from '../read-request.ts'

export type AutoTopupRequest = Readonly<Record<'threshold' | 'amount' | 'monthlyLimit', string>>

const highestThreshold = 5000n * nanosPerUnit
const highestLimit = 1_000_000n * nanosPerUnit

export function readTerms(request: AutoTopupRequest, currency: Currency): AutoTopupTerms {
  const amount = readPayable(request.amount, currency)
  const threshold = nanosFromText(request.threshold)
  if (threshold === undefined || threshold <= 0n || threshold > highestThreshold) {
    const message = 'must lie in 0.01 to 5000.00'
    throw invalid({ field: 'threshold', message, code: 'out_of_range' })
  }
  const monthlyLimit = nanosFromText(request.monthlyLimit)
  if (monthlyLimit === undefined || monthlyLimit < amount || monthlyLimit > highestLimit) {
    const message = 'must lie in one amount to 1000000.00'
    throw invalid({ field: 'monthlyLimit', message, code: 'out_of_range' })
  }
  return { amount, threshold, monthlyLimit }
}
