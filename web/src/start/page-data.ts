/** What the server writes into the start page. Everything is optional: the page stands without. */
export type PageData = {
  readonly version?: string
  readonly mode?: 'sandbox' | 'live'
  /** Where the API is reached from outside, without a trailing slash. */
  readonly apiUrl?: string
}

/** Reads the JSON island of the document. */
export function readPageData(): PageData {
  const text = document.getElementById('page-data')?.textContent?.trim()
  return text ? (JSON.parse(text) as PageData) : {}
}
