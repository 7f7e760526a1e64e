import * as jsvat from 'jsvat-next'

/**
 * The member state (ISO 3166-1 alpha-2) that gave this tax id, as far as its form and its check digits tell;
 * undefined for anything else. Whether the id is in use today only the state knows. An id without its
 * prefix is read as one of `country`. Not checked: French keys that hold a letter, and Latvian ids of people.
 */
export function taxIdState(taxId: string, country?: string): string | undefined {
  const plain = taxId.toUpperCase().replace(/[\s./-]/g, '')
  const prefix = prefixOf(country?.trim().toUpperCase() ?? '')
  for (const text of [plain.replace(/^GR/, 'EL'), `${prefix}${plain}`]) {
    const { isValid, country: found } = jsvat.checkVAT(text, memberStates)
    if (isValid && found) return found.isoCode.short
  }
  return undefined
}

/** Ids of Greece begin with EL; those of Monaco are French. */
const prefixOf = (country: string) => ({ GR: 'EL', MC: 'FR' })[country] ?? country

const memberStates = [
  jsvat.austria,
  jsvat.belgium,
  jsvat.bulgaria,
  jsvat.croatia,
  jsvat.cyprus,
  jsvat.czechRepublic,
  jsvat.denmark,
  jsvat.estonia,
  jsvat.finland,
  jsvat.france,
  jsvat.germany,
  jsvat.greece,
  jsvat.hungary,
  jsvat.ireland,
  jsvat.italy,
  jsvat.latvia,
  jsvat.lithuania,
  jsvat.luxembourg,
  jsvat.malta,
  jsvat.netherlands,
  jsvat.poland,
  jsvat.portugal,
  jsvat.romania,
  jsvat.slovakiaRepublic,
  jsvat.slovenia,
  jsvat.spain,
  jsvat.sweden,
]
