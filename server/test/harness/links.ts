import assert from 'node:assert/strict'
import { callPatiently } from './patience.ts'
import { call, type Party, type Product } from './product.ts'

export type Link = { readonly id: string; readonly code: string }

/** The id and the code of an address such as `…/p/{id}#{code}`. */
export function linkOf(url: string): Link {
  const { pathname, hash } = new URL(url)
  return { id: pathname.split('/').at(-1) ?? '', code: hash.slice(1) }
}

/** The token of somebody who follows a link, to a checkout or a portal. */
export async function tokenOf(of: Product, url: string): Promise<string> {
  const { status, body } = await call(of, 'createPortalSession', { body: linkOf(url) })
  assert.equal(status, 201, JSON.stringify(body))
  return body.token
}

/** A link to a subscription's portal. */
export function givenLink(
  of: Product,
  { key }: Party,
  { id, ...body }: { readonly id: string; readonly expiresIn?: string },
) {
  return callPatiently(of, 'generatePortalLink', { key, params: { id }, body })
}

/** The token of somebody who looks at the portal of a subscription. */
export async function givenViewer(of: Product, party: Party, id: string): Promise<string> {
  const { body } = await givenLink(of, party, { id })
  return tokenOf(of, body.url)
}
