import type { Address } from '../../api/portal.ts'
import { countryName } from '../../format/country.ts'

/** An address as it is written on an envelope, without the empty lines. */
export function addressLines({ line1, line2, zipCode, city, state, country }: Address) {
  const place = [zipCode, city, state].filter(Boolean).join(' ')
  return [line1, line2, place, country && countryName(country)].filter(
    (line): line is string => line !== undefined && line !== '',
  )
}
