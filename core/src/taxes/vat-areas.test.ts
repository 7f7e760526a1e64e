import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vatAreaOf } from './vat-areas.ts'

const table = `
  DE  10115     DE     Berlin
  de  10115     DE     lower case
  DE  -         DE     no zip code
  DE  78266     out    Büsingen
  DE  D-78266   out    Büsingen, with its country
  DE  27498     out    Helgoland
  AT  1010      AT     Vienna
  AT  6691      AT-19  Jungholz
  AT  6992      AT-19  Kleinwalsertal
  ES  28001     ES     Madrid
  ES  35001     out    Las Palmas
  ES  38001     out    Tenerife
  ES  51001     out    Ceuta
  ES  52001     out    Melilla
  FI  00100     FI     Helsinki
  FI  22100     out    Mariehamn
  FI  AX-22100  out    Mariehamn, with its country
  FI  AX22100   out    Mariehamn, with its country and no dash
  AX  22100     out    Åland by its own code
  FR  75001     FR     Paris
  FR  20000     FR     Ajaccio
  FR  97400     out    Saint-Denis, Réunion
  FR  97600     out    Mamoudzou, Mayotte
  FR  98800     out    Nouméa
  MC  98000     FR     Monaco
  FR  98000     FR     Monaco, by the country of its post
  GR  10431     GR     Athens
  EL  10431     GR     Athens, by the code of the Commission
  GR  63086     out    Mount Athos
  IT  23041     out    Livigno
  IT  22061     out    Campione d’Italia
  IT  22100     IT     Como
  PT  1000-001  PT     Lisbon
  PT  9000-001  PT-30  Funchal
  PT  9500-001  PT-20  Ponta Delgada
  DK  1050      DK     Copenhagen
  DK  3900      out    Nuuk
  DK  999       DK     a zip code of three digits
  GB  BT1       out    Belfast
  XI  BT1       out    Belfast, by the code of the Commission
  CH  8001      out    Zürich
  US  94103     out    San Francisco
`

for (const line of table.trim().split('\n')) {
  const [country = '', zip = '', where, ...what] = line.trim().split(/\s+/)
  test(`${what.join(' ')} (${country} ${zip}) is ${where === 'out' ? 'outside' : `in ${where}`}`, () => {
    const area = vatAreaOf({ country, zipCode: zip === '-' ? undefined : zip })
    assert.equal(area?.isInside ? area.area : 'out', where)
  })
}

test('without a country nobody knows where a place lies', () => {
  assert.equal(vatAreaOf({ zipCode: '10115' }), undefined)
  assert.equal(vatAreaOf({ country: ' ' }), undefined)
})
