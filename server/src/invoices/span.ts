import type { Span } from '@tallystick/core/subscribing/schedule.ts'
import { type TermsText, termsFromText, termsToText } from '@tallystick/core/subscribing/terms.ts'
import { instantFromText } from '@tallystick/core/time/instant.ts'

/** What a period is billed by, as it is kept with its invoice: plain JSON. */
export type StoredSpan = {
  readonly terms: TermsText
  readonly from: string
  readonly startedAt: string
}

export function storedSpan({ terms, from, startedAt }: Omit<Span, 'to'>): StoredSpan {
  return { terms: termsToText(terms), from: from.toString(), startedAt: startedAt.toString() }
}

/** The stretch that these terms bill; `to` is where they end, if that is known. */
export function readSpan(stored: StoredSpan, to?: Temporal.Instant): Span {
  return {
    terms: termsFromText(stored.terms),
    from: instantFromText(stored.from),
    to,
    startedAt: instantFromText(stored.startedAt),
  }
}
