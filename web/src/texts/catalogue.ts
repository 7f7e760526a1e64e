import type { en } from './en.ts'

/** A catalogue says the same in its own words: texts stay texts, and what takes figures goes on taking them. */
type Told<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Told<T[Key]> }

/** What a catalogue has to say. One that lacks a text does not compile. */
export type Texts = Told<typeof en>
