import type { ProviderPayment } from '../provider.ts'
import type { SandboxPayment } from './store.ts'

/** What the sandbox says of a payment, in a reply and in a webhook. */
export function told({
  amount: _,
  outcome: __,
  createdAt: ___,
  ...payment
}: SandboxPayment): ProviderPayment {
  return payment
}
