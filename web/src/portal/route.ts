import { useEffect, useState, useSyncExternalStore } from 'react'
import { tell } from './told.ts'

/** The sections that the navigation leads to, in its order. */
export const sections = ['overview', 'usage', 'invoices', 'payments', 'account'] as const
export type Section = (typeof sections)[number]

/** Every view with the section that it belongs to: an act is a view of its own. */
const sectionOf = {
  overview: 'overview',
  cancel: 'overview',
  plan: 'overview',
  usage: 'usage',
  invoices: 'invoices',
  invoice: 'invoices',
  pay: 'invoices',
  payments: 'payments',
  'top-up': 'payments',
  'automatic-top-up': 'payments',
  'add-method': 'payments',
  account: 'account',
  details: 'account',
} as const satisfies Record<string, Section>

export type View = keyof typeof sectionOf

/** What the address names: a view, and in some the invoice that it shows. */
export type Route = { readonly view: View; readonly invoice?: string | undefined }

export const sectionFor = ({ view }: Route): Section => sectionOf[view]

/** Reads the query of an address; what it does not know is the overview. */
export function readRoute(search: string): Route {
  const query = new URLSearchParams(search)
  const wished = query.get('view') ?? ''
  const view = Object.hasOwn(sectionOf, wished) ? (wished as View) : 'overview'
  if (view !== 'invoice' && view !== 'pay') return { view }
  const invoice = query.get('invoice') ?? ''
  return invoice === '' ? { view: 'invoices' } : { view, invoice }
}

/** The query that leads to a view. What else the address says, such as the language, stays. */
export function searchFor({ view, invoice }: Route, search: string): string {
  const query = new URLSearchParams(search)
  query.delete('view')
  query.delete('invoice')
  if (view !== 'overview') query.set('view', view)
  if (invoice !== undefined) query.set('invoice', invoice)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The address of a view. */
export function hrefOf(route: Route): string {
  return location.pathname + searchFor(route, location.search)
}

/**
 * Shows a view and puts it into the history, as a link would without loading the page anew. An act that is done says so
 * there; what was said before is over.
 */
export function go(route: Route, sentence = ''): void {
  history.pushState(undefined, '', hrefOf(route))
  tell(sentence)
  dispatchEvent(new PopStateEvent('popstate'))
  scrollTo(0, 0)
}

/** The view in the address, and whether it was come to from another one. */
export function useRoute(): { readonly route: Route; readonly arrived: boolean } {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const [first] = useState(search)
  const [arrived, setArrived] = useState(false)
  useEffect(() => {
    if (search !== first) setArrived(true)
  }, [search, first])
  return { route: readRoute(search), arrived: arrived || search !== first }
}

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed)
  return () => removeEventListener('popstate', changed)
}
