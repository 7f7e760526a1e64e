import { assert } from '@tallystick/core/assert.ts'
import { type PageName, pageAddresses } from './page-addresses.ts'

const origin = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/

/** What browsers hold a page to. */
export function documentHeaders(
  page: PageName,
  nonce: string,
  listed: readonly string[],
): Record<string, string> {
  const { framed: mayBeFramed, openers } = pageAddresses[page]
  const frameAncestors = mayBeFramed ? listed : []
  // One origin with a space or a semicolon could write the rest of the policy.
  for (const ancestor of frameAncestors) {
    assert(origin.test(ancestor), 'a frame ancestor is an origin')
  }
  const framed = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      // Mails carry their looks in attributes, and a mail that is shown is bound by the policy of the page.
      ...(page === 'outbox' ? ["style-src-attr 'unsafe-inline'"] : []),
      "font-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      `frame-ancestors ${framed}`,
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': openers,
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    // Read by browsers that do not know frame-ancestors; it cannot name an origin.
    ...(frameAncestors.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
  }
}
