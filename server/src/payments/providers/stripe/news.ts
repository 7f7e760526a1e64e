import type { ProviderEvent } from '../provider.ts'

/**
 * Whose news it is, and what: a merchant's, as we wrote on what it is about; else of whoever has the account, which is the
 * one that was asked where none is named.
 */
export type StripeNews = { readonly event: ProviderEvent } & (
  | { readonly merchantId: string }
  | { readonly account: string | undefined }
)
