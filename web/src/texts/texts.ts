import type { Texts } from './catalogue.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'

const catalogues: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
}

/**
 * The catalogue in the reader's language: English until another was chosen. Read it while drawing, never while a module
 * is loaded, which is before the choice.
 */
export let texts: Texts = en

export async function chooseTexts(language: Language): Promise<void> {
  texts = await catalogues[language]()
}
