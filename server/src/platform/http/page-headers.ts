import { assert } from '@tallystick/core/assert.ts'
import { type PageName, pageAddresses } from './page-addresses.ts'

/** Origins of others that a page cannot do without, by what it may do with them. */
export type ForeignSources = {
  readonly scripts: readonly string[]
  readonly frames: readonly string[]
  readonly connections: readonly string[]
  /** Frames of these may ask the browser for a payment. */
  readonly payments: readonly string[]
}

type Document = {
  readonly page: PageName
  readonly nonce: string
  /** The exact origins that may frame the page, if any may. */
  readonly listed: readonly string[]
  readonly foreign?: ForeignSources | undefined
}

const origin = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/
/** A name below a domain that belongs to one company may stand for all of them. */
const source = /^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/
const nothing: ForeignSources = { scripts: [], frames: [], connections: [], payments: [] }

/** What browsers hold a page to. */
export function documentHeaders(document: Document): Record<string, string> {
  const { framed, openers } = pageAddresses[document.page]
  const { payments } = document.foreign ?? nothing
  const ancestors = framed ? document.listed : []
  const mayPay = payments.map((one) => ` "${one}"`).join('')
  return {
    'content-security-policy': contentPolicy({ ...document, listed: ancestors }),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': openers,
    'permissions-policy': `camera=(), microphone=(), geolocation=(), payment=(${
      mayPay && `self${mayPay}`
    }), usb=(), browsing-topics=()`,
    // Read by browsers that do not know frame-ancestors; it cannot name an origin.
    ...(ancestors.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
  }
}

function contentPolicy({ page, nonce, listed, foreign = nothing }: Document): string {
  // One origin with a space or a semicolon could write the rest of the policy.
  for (const ancestor of listed) assert(origin.test(ancestor), 'a frame ancestor is an origin')
  for (const one of Object.values(foreign).flat()) {
    assert(source.test(one), 'a foreign source is an https origin')
  }
  const { scripts, frames, connections } = foreign
  return [
    "default-src 'none'",
    ["script-src 'self'", `'nonce-${nonce}'`, ...scripts].join(' '),
    `style-src 'self' 'nonce-${nonce}'`,
    // Mails carry their looks in attributes, and a mail that is shown is bound by the policy of the page.
    ...(page === 'outbox' ? ["style-src-attr 'unsafe-inline'"] : []),
    "font-src 'self'",
    "img-src 'self'",
    ["connect-src 'self'", ...connections].join(' '),
    ...(frames.length > 0 ? [['frame-src', ...frames].join(' ')] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `frame-ancestors ${listed.length === 0 ? "'none'" : listed.join(' ')}`,
  ].join('; ')
}
