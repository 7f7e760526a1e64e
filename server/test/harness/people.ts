import assert from 'node:assert/strict'
import { call, type Party, type Product } from './product.ts'

export const password = 'correct horse battery'

let people = 0

export function newEmail(): string {
  people += 1
  return `person${people}@example.com`
}

/** The headers of a person who is signed in, acting for an organization when one is named. */
export type SignedIn = Readonly<Record<string, string>>

export async function signIn(of: Product, email: string, organizationId?: string) {
  const session = await call(of, 'createSession', { body: { email, password } })
  assert.equal(session.status, 201, JSON.stringify(session.body))
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? ''
  const signedIn: SignedIn = {
    cookie,
    'tally-csrf-token': session.body.csrfToken,
    ...(organizationId && { 'tally-organization': organizationId }),
  }
  return { userId: session.body.user.id as string, signedIn }
}

/** What inviting somebody answers, the code included. */
export async function invite(
  of: Product,
  owner: Party,
  [email, ...roles]: readonly [string, ...string[]],
) {
  const invited = await call(of, 'createInvitation', {
    key: owner.key,
    params: { id: owner.organizationId },
    body: { email, roles },
  })
  assert.equal(invited.status, 201, JSON.stringify(invited.body))
  return invited.body as { readonly id: string; readonly code: string }
}

export type Person = {
  readonly email: string
  readonly userId: string
  readonly signedIn: SignedIn
}

/** A further member: invited by the owner, accepted with a password, and signed in. */
export async function givenMember(
  of: Product,
  owner: Party,
  roles: readonly string[],
): Promise<Person> {
  const email = newEmail()
  const { id, code } = await invite(of, owner, [email, ...roles])
  const body = { code, password, firstName: 'Mem', lastName: 'Ber' }
  const accepted = await call(of, 'acceptInvitation', { params: { id }, body })
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
  return { email, ...(await signIn(of, email, owner.organizationId)) }
}
