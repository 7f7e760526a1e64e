import type { Fact } from './entry.ts'

/**
 * Facts by which a customer uses its funds up. What goes back to whoever paid it in, or is taken back by a bank, is not
 * spent: nobody fetches it again by himself.
 */
const spending: ReadonlySet<Fact> = new Set<Fact>(['usage.charged', 'hold.placed', 'invoice.paid'])

export function isSpending({ fact }: { readonly fact: Fact }): boolean {
  return spending.has(fact)
}
