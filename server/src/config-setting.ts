/** One variable of the environment: how it is read, and what it is when it is not there. */
export type Setting<T> = {
  readonly name: string
  readonly describe: string
  /** Throws an Error whose message completes the sentence "NAME must …". */
  readonly parse: (text: string) => T
  readonly fallback: T
  /** What stands for the default where it depends on other things. */
  readonly shownDefault?: string
  readonly mask?: (text: string) => string
}

export function setting<T, F>(one: Omit<Setting<T>, 'fallback'> & { readonly fallback: F }) {
  return one as Setting<F extends undefined ? T | undefined : T>
}
