/** The languages that pages for customers speak. */
export const languages = ['en', 'de', 'fr'] as const
export type Language = (typeof languages)[number]

export function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text)
}

/**
 * The language of a page: what its address asks for, else what the merchant chose, else the first that the reader's
 * browser asks for and we speak.
 */
export function languageFor(
  wishes: readonly (string | null | undefined)[],
  readers: readonly string[],
): Language {
  return wishes.find(isLanguage) ?? readers.map(languageOf).find(isLanguage) ?? 'en'
}

/** How the reader writes dates and figures: by their own country, where they speak that language. */
export function regionFor(language: Language, readers: readonly string[]): string {
  return readers.find((tag) => languageOf(tag) === language) ?? language
}

/** Of a tag such as `de-CH`. */
function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0]
}
