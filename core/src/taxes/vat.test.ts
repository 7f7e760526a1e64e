import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDecimal } from '../money/decimal.ts'
import type { TaxCode } from './tax-codes.ts'
import { type TaxRegistration, vatOf } from './vat.ts'

// Seller and buyer as country or country/zip; the registrations, `+oss` where one is in the One Stop Shop;
// the state that gave the buyer a valid tax id; what is sold; the rate, the rule and whose tax it is.
const table = `
  seller    registered  buyer     id  code        percent  rule            state
  DE        DE          DE        -   eservice    19       domestic        DE
  DE        DE          DE        DE  saas        19       domestic        DE
  DE        DE          DE        -   ebook       7        domestic        DE
  DE        DE          DE        -   reduced     7        domestic        DE
  DE        DE          DE        -   exempt      0        exempt          -
  DE        DE+oss      FR        -   eservice    20       destination     FR
  DE        DE+oss      FR        -   ebook       5.5      destination     FR
  DE        DE+oss      HU        -   saas        27       destination     HU
  DE        DE+oss      CZ        -   ebook       0        destination     CZ
  DE        DE,FR       FR        -   eservice    20       destination     FR
  DE        DE,FR       IT        -   eservice    19       origin          DE
  DE        DE          FR        -   eservice    19       origin          DE
  DE        DE+oss      FR        -   consulting  19       origin          DE
  DE        DE+oss      FR        FR  eservice    0        reverse_charge  -
  DE        DE+oss      FR        FR  consulting  0        reverse_charge  -
  DE        DE+oss      GR        GR  saas        0        reverse_charge  -
  DE        DE+oss      FR        IT  eservice    20       destination     FR
  DE        DE+oss      FR        FR  exempt      0        exempt          -
  DE        DE+oss      MC        FR  eservice    0        reverse_charge  -
  DE        DE+oss      MC        -   eservice    20       destination     FR
  DE        DE+oss      US        -   eservice    0        outside         -
  DE        DE+oss      GB        -   consulting  0        outside         -
  DE        DE+oss      ES/35001  -   eservice    0        outside         -
  DE        DE+oss      DE/27498  -   eservice    0        outside         -
  DE        DE+oss      PT/9000   -   eservice    22       destination     PT
  DE        DE+oss      AT/6691   -   eservice    19       destination     AT
  AT        AT          AT/6691   -   eservice    19       domestic        AT
  AT/6691   AT          AT        -   eservice    20       domestic        AT
  FI        FI          FI/22100  -   eservice    25.5     domestic        FI
  SE        SE+oss      FI/22100  -   eservice    0        outside         -
  DE        -           DE        -   eservice    nothing
  DE        -           FR        FR  eservice    nothing
  DE        FR          DE        -   eservice    nothing
  DE        DE+oss      -         -   eservice    nothing
  -         DE          DE        -   eservice    nothing
  US        -           DE        -   eservice    nothing
  US        IE+oss      DE        -   eservice    19       destination     DE
  US        IE+oss      DE        DE  eservice    0        reverse_charge  -
  US        IE+oss      DE        -   consulting  nothing
  US        IE+oss      CH        -   eservice    nothing
`

const [, ...rows] = table.trim().split('\n')
for (const row of rows) {
  const [seller, registered = '', buyer, id, code, percent, rule, state] = row.trim().split(/\s+/)
  test(`from ${seller} (${registered}) to ${buyer} with id ${id}, ${code}: ${percent} ${rule ?? ''}`, () => {
    const tax = vatOf({
      seller: { ...place(seller), registrations: registrations(registered) },
      buyer: { ...place(buyer), taxIdState: id === '-' ? undefined : id },
      taxCode: code as TaxCode,
      date: Temporal.PlainDate.from('2026-11-21'),
    })
    if (percent === 'nothing') return assert.equal(tax, undefined)
    assert.ok(tax)
    assert.deepEqual(
      [formatDecimal(tax.percent), tax.rule, tax.state ?? '-'],
      [percent, rule, state],
    )
    return assert.equal(tax.note !== undefined, tax.state === undefined)
  })
}

function place(text = '') {
  const [country, zipCode] = text.split('/')
  return { country: country === '-' ? undefined : country, zipCode }
}

function registrations(text: string): TaxRegistration[] {
  if (text === '-') return []
  return text.split(',').flatMap((one): TaxRegistration[] => {
    const [country = '', oss] = one.split('+')
    const standard = { country, scheme: 'standard' } as const
    return oss ? [standard, { country, scheme: 'oss' }] : [standard]
  })
}

test('the rate is that of the day of supply', () => {
  const on = (date: string) =>
    vatOf({
      seller: { country: 'EE', registrations: [{ country: 'EE', scheme: 'standard' }] },
      buyer: { country: 'EE' },
      taxCode: 'saas',
      date: Temporal.PlainDate.from(date),
    })
  assert.equal(formatDecimal(on('2025-06-30')?.percent ?? (0n as never)), '22')
  assert.equal(formatDecimal(on('2025-07-01')?.percent ?? (0n as never)), '24')
})
