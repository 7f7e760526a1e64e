import { createHmac } from 'node:crypto'
import { assert } from '@tallystick/core/assert.ts'

/** Whose rows a transaction may see. Everything outside is invisible to it, whatever it asks for. */
export type Scope = {
  readonly organizationId?: string
  /** A portal principal: rows of this customer only. */
  readonly customerId?: string
  readonly userId?: string
  /** What a portal principal holds: its subscription or its payment session. */
  readonly subjectId?: string
}

export type ContextKey = { readonly kid: string; readonly key: Buffer }

const lifetimeSeconds = 60

export function contextKey(key: Buffer): ContextKey {
  return { kid: createHmac('sha256', key).update('kid').digest('hex').slice(0, 12), key }
}

/** `v1.kid.scope.expiry.backend.mac`: good for a minute, on one database connection. Policies verify it. */
export function signContext({ kid, key }: ContextKey, scope: Scope, at: SignedAt): string {
  const parts = [scope.organizationId, scope.customerId, scope.userId, scope.subjectId]
  for (const part of parts) assert(!part || /^[a-zA-Z0-9_]+$/.test(part), 'a scope holds ids only')
  const expiry = Math.floor(at.nowMs / 1000) + lifetimeSeconds
  const text = `v1.${kid}.${parts.map((part) => part ?? '').join(':')}.${expiry}.${at.backendPid}`
  return `${text}.${createHmac('sha256', key).update(text).digest('hex')}`
}

export type SignedAt = { readonly nowMs: number; readonly backendPid: number }

/** The two halves of HMAC's key (RFC 2104), so that the database needs no extension to verify. */
export function pads({ key }: ContextKey): { inner: Buffer; outer: Buffer } {
  assert(key.length <= 64, 'a context key is at most one SHA-256 block')
  const block = Buffer.concat([key], 64)
  return {
    inner: block.map((byte) => byte ^ 0x36) as Buffer,
    outer: block.map((byte) => byte ^ 0x5c) as Buffer,
  }
}
