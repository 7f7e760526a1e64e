import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { assertActing } from './acting.ts'
import { makeApiKey } from './api-key-secret.ts'
import { insertApiKey, keyNamePlace } from './api-keys/store.ts'

export type NewApiKey = {
  readonly userId: string
  readonly name: string
  /** Within those of the user; all of them, whatever they come to be, when left out. */
  readonly permissions?: readonly string[] | undefined
  readonly allowedAddresses?: readonly string[] | undefined
  readonly expiresAt?: Temporal.Instant | undefined
  readonly replaces?: string
}

/** Makes a key that acts for a user; its text is returned this once and kept nowhere. */
export async function createApiKey(ctx: Ctx, key: NewApiKey) {
  await assertActing(ctx, key.userId)
  const apiKeyId = newId('apiKey')
  const secret = makeApiKey(apiKeyId, ctx.mode)
  const seals = await ctx.keyring.of(ctx.organizationId)
  await insertApiKey(ctx, {
    organization_id: ctx.organizationId,
    api_key_id: apiKeyId,
    user_id: key.userId,
    name: seals.seal(keyNamePlace(apiKeyId), key.name),
    secret_hash: secret.hash,
    last_four: secret.lastFour,
    permissions: key.permissions ? [...key.permissions] : null,
    allowed_addresses: key.allowedAddresses ? [...key.allowedAddresses] : null,
    created_at: ctx.now,
    expires_at: key.expiresAt ?? null,
    replaces: key.replaces ?? null,
  })
  return { apiKeyId, text: secret.text }
}
