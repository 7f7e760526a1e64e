/** How the page looks. What is left out is decided by the merchant's settings, then by the browser. */
export type Appearance = {
  readonly theme?: 'auto' | 'light' | 'dark' | undefined
  /** A language such as `de`; one that the pages do not speak is passed over. */
  readonly locale?: string | undefined
}

/** What the link of a portal or checkout says. */
export type Address = {
  /** With the secret in its fragment, which browsers send to nobody. */
  readonly href: string
  readonly origin: string
  /** Of the portal link or the payment session; no secret. */
  readonly id: string
}

/** What a page is told in its address: it can see neither its host nor what its frame may do. */
export type Wishes = Appearance & {
  /** Whether its frame lets files be saved. */
  readonly downloads?: '1' | undefined
}

/** Reads a link and adds what the page is told. Throws a TypeError for what is no link of ours. */
export function readAddress(link: string, wishes: Wishes): Address {
  const [, start, id] =
    /^(https?:\/\/[^/?#\\]+)\/(?:checkout|p)\/([\w-]{1,80})\/?(?:[?#]|$)/.exec(link) ?? []
  // The link itself is not told: its fragment is a secret, and messages end in logs.
  if (!start || !id)
    throw new TypeError('Tallystick: this is no address of a portal or a checkout.')
  const url = new URL(link)
  for (const [name, value] of Object.entries(wishes)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { href: url.href, origin: url.origin, id }
}
