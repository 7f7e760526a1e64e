import { domainToUnicode } from 'node:url'
import type { originRefusals } from '@tallystick/contract/embed-origins.ts'
import { getDomain } from 'tldts'

export type OriginCode = (typeof originRefusals)[number]
export type OriginRefusal = { readonly code: OriginCode; readonly reason: string }
/** The origin as browsers write it, or why it is none that could be listed. */
export type ReadOrigin = { readonly origin: string } | OriginRefusal

const refused = (code: OriginCode, reason: string): OriginRefusal => ({ code, reason })

/** Reads an origin that may be listed: one host over https, or this very machine while nothing is at stake. */
export function readOrigin(text: string, mode: 'sandbox' | 'live'): ReadOrigin {
  const sent = text.trim()
  const mistake = mistakeIn(sent)
  if (mistake) return mistake
  if (!URL.canParse(sent)) {
    return refused('invalid', 'It must be an origin such as https://shop.example.')
  }
  const url = new URL(sent)
  return (
    schemeRefusal(url, mode) ??
    extraIn(url, sent) ??
    hostRefusal(url, sent) ?? { origin: `${url.protocol}//${url.host.replace(/\.(?=:|$)/, '')}` }
  )
}

/** What browsers would read kindly, or as something else. */
function mistakeIn(sent: string): OriginRefusal | undefined {
  if (sent === 'null') {
    return refused('opaque', 'A page in a sandbox that hides its origin cannot be listed.')
  }
  if (sent.includes('*')) {
    return refused('wildcard', 'Wildcards are not taken: list each origin by itself.')
  }
  if (/^[a-z][a-z0-9+.-]*:\/*$/i.test(sent)) {
    return refused('scheme', 'A scheme alone would let every site frame your pages: name a host.')
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\'",;<>%]+$/i.test(sent)) {
    return refused('invalid', 'It must be an origin such as https://shop.example.')
  }
  return undefined
}

function extraIn({ username, password }: URL, sent: string): OriginRefusal | undefined {
  if (username !== '' || password !== '') {
    return refused('credentials', 'Leave out the user name and the password.')
  }
  if (!/^[^/]+:\/\/[^/?#]+\/?$/.test(sent)) {
    return refused('path', 'Leave out everything after the host and the port.')
  }
  return undefined
}

const localHosts = ['localhost', '127.0.0.1']

function schemeRefusal({ protocol, hostname }: URL, mode: string): OriginRefusal | undefined {
  const isLocal = localHosts.includes(hostname)
  if (protocol !== 'https:' && protocol !== 'http:') {
    return refused('scheme', 'Only web pages frame pages: use https://.')
  }
  if (isLocal && mode === 'live') {
    return refused('local_in_live', 'Your own machine can be listed in the sandbox only.')
  }
  if (hostname === '[::1]') {
    return refused('ip_address', 'Browsers take no IPv6 address in this list: use localhost.')
  }
  if (protocol === 'http:' && !isLocal) {
    return refused('insecure', 'Over http anybody on the way could change the page: use https://.')
  }
  return undefined
}

function hostRefusal({ hostname, port }: URL, sent: string): OriginRefusal | undefined {
  if (localHosts.includes(hostname)) {
    // Other spellings of 127.0.0.1 are numbers that happen to be it.
    const isPlain = new RegExp(`^https?://${RegExp.escape(hostname)}([:/]|$)`, 'i').test(sent)
    return isPlain ? undefined : refused('ip_address', 'Write localhost or 127.0.0.1.')
  }
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) {
    return refused('ip_address', 'Browsers take no IP addresses in this list: use a host name.')
  }
  const host = hostname.replace(/\.$/, '')
  const isHost = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(host)
  if (!isHost || host.length > 253 || port === '0') {
    return refused('invalid', 'It must be an origin such as https://shop.example.')
  }
  if (domainToUnicode(host).split('.').some(mixesScripts)) {
    return refused('mixed_scripts', 'Its name mixes alphabets, as look-alikes do.')
  }
  if (getDomain(host, { allowPrivateDomains: true }) === null) {
    return refused(
      'public_suffix',
      'Everybody can have a site under this name, or nobody: name your own host.',
    )
  }
  return undefined
}

/** Letters of several alphabets in one name: аpple with a Cyrillic а. Japanese and the like do mix theirs. */
function mixesScripts(label: string): boolean {
  const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]
  return alphabets.filter((alphabet) => alphabet.test(label)).length > 1
}
