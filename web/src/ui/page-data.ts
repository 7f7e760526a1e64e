/** Colours of a theme as `#rrggbb`, which the server has seen to it that they can be read. */
type Shades = { readonly accent: string; readonly accentHover: string; readonly accentInk: string }

/** Who the reader deals with, and how the merchant wants its pages to look. */
export type Branding = {
  readonly name?: string
  readonly logoUrl?: string
  readonly accent?: { readonly light: Shades; readonly dark: Shades }
  readonly locale?: string
  readonly theme?: string
  readonly supportUrl?: string
}

/** What the server writes into a page. Everything is optional: the page stands without. */
export type PageData = {
  readonly version?: string
  readonly mode?: 'sandbox' | 'live'
  /** Where the API is reached from outside, without a trailing slash. */
  readonly apiUrl?: string
  readonly branding?: Branding
}

/** Reads the JSON island of the document. */
export function readPageData(): PageData {
  const text = document.getElementById('page-data')?.textContent?.trim()
  return text ? (JSON.parse(text) as PageData) : {}
}
