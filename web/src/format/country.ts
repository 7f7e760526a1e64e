import { readersLocale } from './locale.ts'

/** The name of a country by its code, "DE" is "Germany"; a code that is not known stays as it is. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(readersLocale(), { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
