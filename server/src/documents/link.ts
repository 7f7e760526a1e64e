import { timingSafeEqual } from 'node:crypto'
import { isId } from '@tallystick/core/ids.ts'
import type { Seals } from '../platform/keys/seals.ts'

export const formats = ['pdf', 'ubl', 'cii'] as const
export type DocumentFormat = (typeof formats)[number]

/** Which file of which organization. */
export type DocumentName = {
  readonly organizationId: string
  /** An invoice, or a refund for its credit note. */
  readonly id: string
  readonly format: DocumentFormat
}

/**
 * A name that whoever has it may open: signed with a key of the organization, so it ends with that key; and before, at
 * its own time if it has one.
 */
export function signLink(
  seals: Seals,
  { organizationId, id, format }: DocumentName,
  expiresAt?: Temporal.Instant,
): string {
  const seconds = expiresAt ? Math.floor(expiresAt.epochMilliseconds / 1000) : 0
  const said = [organizationId, id, format, seconds].join('.')
  return `${said}.${macOf(seals, said)}`
}

/** What a link says, before it is known to be true. */
export function parseLink(token: string): (DocumentName & { readonly signed: Signed }) | undefined {
  const parts = token.split('.')
  const [organizationId = '', id = '', format = '', seconds = '', mac = ''] = parts
  if (parts.length !== 5 || !isId('organization', organizationId)) return undefined
  if (!isFormat(format) || !/^\d{1,12}$/.test(seconds)) return undefined
  const said = parts.slice(0, 4).join('.')
  return { organizationId, id, format, signed: { said, mac, seconds: Number(seconds) } }
}

export type Signed = { readonly said: string; readonly mac: string; readonly seconds: number }

/** Whether the organization signed it, and its time is not over. */
export function isGood(seals: Seals, { said, mac, seconds }: Signed, now: Temporal.Instant) {
  const wanted = Buffer.from(macOf(seals, said))
  const given = Buffer.from(mac)
  const isSigned = wanted.length === given.length && timingSafeEqual(wanted, given)
  return isSigned && (seconds === 0 || now.epochMilliseconds < seconds * 1000)
}

function macOf(seals: Seals, said: string): string {
  return seals.index('documents', 'link', said).toString('base64url')
}

function isFormat(text: string): text is DocumentFormat {
  return formats.some((format) => format === text)
}
