import type { Product } from './product.ts'

/** A file as whoever asked for it got it. */
export type Got = {
  readonly status: number
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
  /** Of a refusal. */
  readonly code: string | undefined
}

/** Opens an address that needs no key. */
export async function openAt(of: Product, url: string, key?: string): Promise<Got> {
  const { pathname } = new URL(url, 'http://localhost')
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const reply = await of.http.inject({ method: 'GET', url: pathname, headers })
  const { statusCode: status, rawPayload: bytes } = reply
  return {
    status,
    bytes,
    headers: reply.headers,
    code: status < 300 ? undefined : reply.json().code,
  }
}
