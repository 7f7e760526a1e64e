import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'

export const sandboxAccount: ProviderAccount = { provider: 'sandbox', account: '' }

/** The installation's own account at Stripe. */
export const stripePlatform: ProviderAccount = { provider: 'stripe', account: 'platform' }
