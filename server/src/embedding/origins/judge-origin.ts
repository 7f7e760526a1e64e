import { type OriginRefusal, readOrigin } from './read-origin.ts'
import { whyNotListed } from './why-not-listed.ts'

export type Judgement = {
  readonly origin: string
  /** Why it may not frame; undefined when it may. */
  readonly refusal: OriginRefusal | undefined
}

/** Whether pages of an origin may frame those of the merchant who lists these. */
export function judgeOrigin(
  text: string,
  { listed, mode }: { readonly listed: readonly string[]; readonly mode: 'sandbox' | 'live' },
): Judgement {
  const read = readOrigin(text, mode)
  if ('code' in read) return { origin: text, refusal: read }
  return { origin: read.origin, refusal: whyNotListed(read.origin, listed) }
}

/** As the wire says it. */
export function showJudgement({ origin, refusal }: Judgement) {
  return { origin, allowed: refusal === undefined, code: refusal?.code, reason: refusal?.reason }
}
