import type { Page } from '../db/page.ts'

/** One page of a list as the wire shows it. */
export function listPage<R, W>(
  { rows, total }: { readonly rows: readonly R[]; readonly total: number },
  { limit, offset }: Page,
  show: (row: R) => W,
) {
  return { object: 'list' as const, data: rows.map(show), pagination: { limit, offset, total } }
}
