import type { Address } from './address.ts'
import type { FailureCode } from './events.ts'

export type Diagnosis = 'allowed' | { readonly code: FailureCode; readonly reason: string }

/** Asks the server why a frame stays dark: browsers tell nobody, least of all the page around it. */
export async function diagnose({ origin, id }: Address): Promise<Diagnosis> {
  const reply = await ask(`${origin}/v0/embed/${id}/policy`)
  if (reply === undefined) {
    const reason = `${origin} does not answer. Is it running, and does the Content-Security-Policy of this page name it in frame-src and connect-src?`
    return { code: 'unreachable', reason }
  }
  if (reply.status === 404) {
    const reason = `${origin} knows no page ${id}. Ask your back end for a new link.`
    return { code: 'unknown_link', reason }
  }
  // Whatever else keeps the server from answering, it is no refusal.
  if (!reply.ok) return 'allowed'
  const { allowed, reason } = await reply.json()
  if (allowed !== false) return 'allowed'
  return { code: 'origin_refused', reason: refusal(String(reason ?? '')) }
}

function refusal(reason: string): string {
  const here = globalThis.origin
  const named = reason.includes(here) ? reason : `${here}: ${reason}`
  return `Pages of this origin may not show the billing page. ${named} (POST /v0/organizations/{id}/embedOrigins)`
}

async function ask(url: string): Promise<Response | undefined> {
  try {
    return await fetch(url, { credentials: 'omit', cache: 'no-store' })
  } catch {
    // The server is out of reach, or a policy of this page keeps the request back: browsers do not say which.
    return undefined
  }
}

/** What a page is told when its own policy forbids the frame. */
export function forbiddenByPage({ origin }: Address): Diagnosis {
  const reason = `The Content-Security-Policy of this page does not let it show the billing page. Add: frame-src ${origin}`
  return { code: 'csp', reason }
}
