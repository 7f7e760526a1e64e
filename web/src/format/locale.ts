/** How dates and figures are written: as the reader's browser does, until a page has chosen its language. */
let chosen: string | undefined

export function chooseLocale(locale: string): void {
  chosen = locale
}

/** For `Intl`; undefined leaves it to the browser. */
export function readersLocale(): string | undefined {
  return chosen
}
