import type { InvoiceDocument, Party } from '../document.ts'

/** Seller (BG-4) or buyer (BG-7). */
export function partyOf(party: Party, { taxes }: InvoiceDocument, role: 'seller' | 'buyer') {
  const { name, email, taxId } = party
  // BR-O-02 to BR-O-04: where nothing is within the scope of VAT, no party has a VAT number.
  const isInScope = taxes.some(({ treatment }) => treatment !== 'outside_scope')
  const scheme = { 'cbc:CompanyID': taxId, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } }
  return {
    // EM: an e-mail address.
    ...(email && { 'cbc:EndpointID': email, 'cbc:EndpointID@schemeID': 'EM' }),
    'cac:PostalAddress': addressOf(party),
    ...(taxId && isInScope && { 'cac:PartyTaxScheme': role === 'seller' ? [scheme] : scheme }),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': name },
    ...contactOf(party),
  }
}

function addressOf({ address = {} }: Party) {
  const { line1, line2, city, zipCode, state, country } = address
  return {
    ...(line1 && { 'cbc:StreetName': line1 }),
    ...(line2 && { 'cbc:AdditionalStreetName': line2 }),
    ...(city && { 'cbc:CityName': city }),
    ...(zipCode && { 'cbc:PostalZone': zipCode }),
    ...(state && { 'cbc:CountrySubentity': state }),
    'cac:Country': { 'cbc:IdentificationCode': country },
  }
}

function contactOf({ name, email, phone }: Party) {
  if (!email && !phone) return {}
  const contact = {
    'cbc:Name': name,
    ...(phone && { 'cbc:Telephone': phone }),
    ...(email && { 'cbc:ElectronicMail': email }),
  }
  return { 'cac:Contact': contact }
}
