import type { ReactNode } from 'react'
import { countryName } from '../../format/country.ts'
import { readersLocale } from '../../format/locale.ts'
import { texts } from '../../texts/texts.ts'
import { countryCodes } from './country-codes.ts'

type CountryFieldProps = {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (code: string) => void
}

/** A country by its name in the reader's language, in the order of that language. */
export function CountryField({
  name,
  label,
  value,
  error,
  onChange,
}: CountryFieldProps): ReactNode {
  const errorId = `${name}-error`
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select
        id={name}
        name={name}
        value={value}
        autoComplete="country"
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => onChange(event.target.value)}
      >
        {value === '' ? <option value="">{texts.portal.account.chooseCountry}</option> : null}
        {sortedCountries(value).map(([code, country]) => (
          <option key={code} value={code}>
            {country}
          </option>
        ))}
      </select>
      {error === undefined ? null : (
        <p className="field-error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  )
}

/** A code that we do not list is kept as long as it is chosen. */
function sortedCountries(chosen: string): readonly (readonly [string, string])[] {
  const codes =
    chosen === '' || countryCodes.includes(chosen) ? countryCodes : [...countryCodes, chosen]
  return codes
    .map((code) => [code, countryName(code)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, readersLocale()))
}
