import { isTaxCode } from '@tallystick/core/taxes/tax-codes.ts'
import { vatOf } from '@tallystick/core/taxes/vat.ts'
import type { TaxProvider } from './provider.ts'
import { taxIdState } from './tax-id.ts'

/** VAT of the European Union by the rate table of the house: no call to anybody, the same answer each time. */
export const euVat: TaxProvider = {
  name: 'eu_vat',
  async taxOf({ seller, buyer, lines }) {
    const { country, zipCode, taxId } = buyer
    const buyerState = taxId === undefined ? undefined : taxIdState(taxId, country)
    return lines.map(({ taxCode, date }) =>
      // A code that is not ours says that somebody else decides.
      isTaxCode(taxCode)
        ? vatOf({ seller, buyer: { country, zipCode, taxIdState: buyerState }, taxCode, date })
        : undefined,
    )
  },
}
