/** The parts of an address on which a tax rate depends. */
export type TaxAddress = {
  readonly country?: string | undefined
  readonly zipCode?: string | undefined
  readonly state?: string | undefined
}

const countriesWithStates = ['US', 'CA']

/**
 * Whether the address suffices to find a tax rate by it: it needs a country and a zip code, and in the United
 * States and Canada the state. The message says what is missing and is absent when nothing is.
 */
export function taxAddressValidity(address: TaxAddress): {
  readonly valid: boolean
  readonly message?: string
} {
  const country = address.country?.trim().toUpperCase()
  const missing: string[] = []
  if (!country) missing.push('country')
  if (!address.zipCode?.trim()) missing.push('zip code')
  if (country && countriesWithStates.includes(country) && !address.state?.trim()) {
    missing.push('state')
  }
  if (missing.length === 0) return { valid: true }
  return { valid: false, message: `The address lacks its ${missing.join(' and its ')}.` }
}

/** The form in which two e-mail addresses of one merchant are compared: trimmed and in lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase()
}
