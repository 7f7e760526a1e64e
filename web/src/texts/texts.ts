import { en } from './en.ts'
import type { Language } from './language.ts'

/** A catalogue says the same in its own words: texts stay texts, and what takes figures goes on taking them. */
type Told<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Told<T[Key]> }

/** What a catalogue has to say. One that lacks a text does not compile. */
export type Texts = Told<typeof en>

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
