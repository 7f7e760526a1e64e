import { memberStates } from './vat-rates.ts'

export type Place = {
  /** ISO 3166-1 alpha-2, in any case. */
  readonly country?: string | undefined
  /** As people write it; decides where a part of a state is treated differently. */
  readonly zipCode?: string | undefined
}

/** Where a place lies for VAT. `state` is the member state, `area` whose rates hold there. */
export type VatArea =
  | { readonly isInside: true; readonly state: string; readonly area: string }
  /** `state` where a member state reaches beyond the VAT territory of the Union. */
  | { readonly isInside: false; readonly state?: string }

type Exception = {
  readonly country: string
  readonly zipCodes: RegExp
  /** Whose rates hold there; without it the place is outside the VAT territory of the Union. */
  readonly area?: string
}

/** Parts of member states that Article 6 of Directive 2006/112/EC leaves out, or that have rates of their own. */
const exceptions: readonly Exception[] = [
  // Jungholz; Kleinwalsertal (Mittelberg).
  { country: 'AT', zipCodes: /^(6691|699[1-3])$/, area: 'AT-19' },
  // Büsingen, Helgoland.
  { country: 'DE', zipCodes: /^(78266|27498)$/ },
  // Greenland.
  { country: 'DK', zipCodes: /^39\d\d$/ },
  // Canary Islands, Ceuta, Melilla.
  { country: 'ES', zipCodes: /^(35|38|51|52)\d{3}$/ },
  // Åland.
  { country: 'FI', zipCodes: /^22\d{3}$/ },
  // Overseas departments and territories; 980 is Monaco.
  { country: 'FR', zipCodes: /^(97\d|98[46-9])\d\d$/ },
  // Mount Athos.
  { country: 'GR', zipCodes: /^6308[67]$/ },
  // Livigno, Campione d’Italia.
  { country: 'IT', zipCodes: /^(23041|22061)$/ },
  // Madeira, Azores; the first four digits say so.
  { country: 'PT', zipCodes: /^9[0-4]\d\d(\d{3})?$/, area: 'PT-30' },
  { country: 'PT', zipCodes: /^9[5-9]\d\d(\d{3})?$/, area: 'PT-20' },
]

/** Places that VAT takes for a part of a member state. */
const treatedAs: Readonly<Record<string, string>> = { MC: 'FR', EL: 'GR' }

/**
 * Where a place lies for VAT on services; undefined when the country is not known. Northern Ireland is outside:
 * it belongs to the Union’s VAT for goods alone.
 */
export function vatAreaOf({ country, zipCode }: Place): VatArea | undefined {
  const named = country?.trim().toUpperCase()
  if (!named) return undefined
  const state = treatedAs[named] ?? named
  if (!memberStates.has(state)) return { isInside: false }
  if (named === 'MC') return { isInside: true, state, area: state }
  const zip = plainZip(zipCode ?? '')
  const exception = exceptions.find((one) => one.country === state && one.zipCodes.test(zip))
  if (!exception) return { isInside: true, state, area: state }
  if (exception.area === undefined) return { isInside: false, state }
  return { isInside: true, state, area: exception.area }
}

/** Without the country that people write in front. */
const plainZip = (zipCode: string) =>
  zipCode.replace(/[\s-]/g, '').replace(/^[A-Za-z]{1,2}(?=\d)/, '')
