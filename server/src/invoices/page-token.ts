import { invalid } from '../platform/problem.ts'

const form = /^[A-Za-z0-9_-]{1,32}$/

/** Says where the next page begins; opaque to clients. */
export function pageToken(offset: number): string {
  return Buffer.from(`after:${offset}`).toString('base64url')
}

/** Where a page begins; a 400 for a token that we did not give. */
export function readPageToken(field: string, token: string | undefined): number {
  if (token === undefined) return 0
  const text = form.test(token) ? Buffer.from(token, 'base64url').toString() : ''
  const [, digits] = /^after:(\d{1,9})$/.exec(text) ?? []
  if (digits === undefined) {
    throw invalid({ field, message: 'is not a token of a page', code: 'invalid_format' })
  }
  return Number(digits)
}
