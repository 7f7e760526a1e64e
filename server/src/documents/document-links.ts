import type { Ctx } from '../platform/ctx.ts'
import { signLink } from './link.ts'

const pdfDays = 7

/** Where the e-invoices of an invoice can be fetched for some days. Each exists only where enough is known for one. */
export function eInvoiceLinks(
  { organizationId, publicUrl, realNow, seals }: Ctx,
  id: string,
): { readonly ubl: string; readonly cii: string } {
  const expiresAt = endOfLinks(realNow)
  const url = (format: 'ubl' | 'cii') =>
    `${publicUrl}/v0/documents/${signLink(seals, { organizationId, id, format }, expiresAt)}`
  return { ubl: url('ubl'), cii: url('cii') }
}

/** Whole days: the address stays the same for a while, and whoever caches it is served. */
function endOfLinks(realNow: Temporal.Instant): Temporal.Instant {
  const today = realNow.toZonedDateTimeISO('UTC').startOfDay()
  return today.add({ days: pdfDays + 1 }).toInstant()
}

/**
 * Where a document can be read by whoever has the address: the PDF for some days, to be saved; the permalink, to be looked
 * at, for as long as its organization has its key. By real time, whatever clock the customer lives by.
 */
export async function documentLinks(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ readonly pdfUrl: string; readonly permalink: string }> {
  const { organizationId, publicUrl, realNow, seals } = ctx
  const name = { organizationId, id, format: 'pdf' } as const
  const expiresAt = endOfLinks(realNow)
  const url = (token: string) => `${publicUrl}/v0/documents/${token}`
  return { pdfUrl: url(signLink(seals, name, expiresAt)), permalink: url(signLink(seals, name)) }
}
