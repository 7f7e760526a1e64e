import { en } from './en.ts'

/** The catalogue in the reader's language; English is the one there is. */
export const texts = en
