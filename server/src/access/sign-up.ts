import { createHmac } from 'node:crypto'
import type { OwnerInput } from '@tallystick/contract/organizations.ts'
import { formatId, type Resource } from '@tallystick/core/ids.ts'
import type { Static } from 'typebox'
import type { Ctx } from '../platform/ctx.ts'
import type { Call } from '../platform/http/bind.ts'
import { type Founding, founder, foundOrganization, withHash } from './found.ts'
import { loginIndex } from './login-index.ts'
import { digestPassword } from './password.ts'
import { isFounded, lockFounding } from './store.ts'

type SignUp = Pick<Founding, 'profile' | 'currencies' | 'indexKey'> & {
  readonly kind: 'merchant' | 'consumer'
  readonly body: Readonly<Record<string, unknown>>
  readonly owner: Static<typeof OwnerInput>
}

/**
 * Founds an organization for whoever asks, once per Idempotency-Key. A stranger has no organization that could keep the
 * first reply, so the ids of the new one follow from the key, the address and the password: who repeats the request
 * with all three finds what it founded, and nobody else does.
 */
export async function signUp<Shown extends object>(
  call: Call,
  { body, kind, ...founding }: SignUp,
  show: (ctx: Ctx) => Promise<Shown>,
): Promise<Shown & { ownerUserId: string }> {
  const { indexKey } = founding
  const { idempotencyKey: key } = call
  const known = key === undefined ? undefined : await repetitionOf({ ...founding, kind, body, key })
  const first = founder(kind, known?.ids)
  const { organizationId, userId } = first
  const owner = await withHash(founding.owner)
  await call.as(first, async (ctx) => {
    await lockFounding(ctx)
    if (await isFounded(ctx)) return
    await foundOrganization(ctx, { ...founding, organizationId, userId, kind, owner, indexKey })
  })
  // Its keys exist from here on, and with them a place for the reply.
  return call.as(first, (ctx) =>
    call.once(ctx, async () => ({ ...(await show(ctx)), ownerUserId: userId }), known?.payload),
  )
}

/** What a repetition has in common with the first request. The password goes into it as slowly as into its hash. */
async function repetitionOf({
  kind,
  key,
  owner,
  indexKey,
  body,
}: Pick<SignUp, 'kind' | 'owner' | 'indexKey' | 'body'> & { readonly key: string }) {
  const password = await digestPassword(owner.password, `sign-up ${kind} ${key}`)
  const email = loginIndex(indexKey, owner.email).toString('hex')
  const id = (resource: Resource) =>
    formatId(resource, digest(indexKey, ['sign-up', resource, kind, key, email, password]))
  return {
    ids: { organizationId: id('organization'), userId: id('user') },
    payload: JSON.stringify({ ...body, owner: { ...owner, password } }),
  }
}

/** As many digits as an id has. No address contains a zero byte, so this never meets the index of a login. */
function digest(key: Buffer, parts: readonly string[]): string {
  return createHmac('sha256', key).update(parts.join('\0')).digest('hex').slice(0, 32)
}
