import assert from 'node:assert/strict'
import { test } from 'node:test'
import { taxIdState } from './tax-id.ts'

// Each state with an id that is right and the same id with one wrong digit.
const table = `
  AT  ATU13585627       ATU13585626
  BE  BE0428759497      BE0428759498
  BE  BE1000000021      BE1000000022
  BG  BG175074752       BG175074751
  CY  CY10259033P       CY10259033Z
  CZ  CZ25123891        CZ25123890
  DE  DE136695976       DE136695978
  DK  DK13585628        DK13585627
  EE  EE100931558       EE100931557
  ES  ESA28015865       ESA28015864
  ES  ES54362315K       ES54362315Z
  FI  FI20774740        FI20774741
  FR  FR40303265045     FR84323140391
  GR  EL094259216       EL094259215
  GR  GR094259216       GR094259215
  HR  HR33392005961     HR33392005962
  HU  HU12892312        HU12892313
  IE  IE6433435F        IE6433435G
  IE  IE6433435OA       IE6433435OB
  IT  IT00743110157     IT00743110158
  LT  LT119511515       LT119511516
  LT  LT100001919017    LT100001919018
  LU  LU15027442        LU15027443
  LV  LV40003521600     LV40003521601
  MT  MT11679112        MT11679113
  NL  NL004495445B01    NL010000436B01
  NL  NL000099998B57    NL000099998B58
  PL  PL8567346215      PL8567346216
  PT  PT501964843       PT501964842
  RO  RO18547290        RO18547291
  SE  SE556188840401    SE556188840501
  SI  SI50223054        SI50223055
  SK  SK2022749619      SK2022749618
`
const ids = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

for (const [state = '', right = '', wrong = ''] of ids) {
  test(`${right} is an id of ${state}, and ${wrong} is none`, () => {
    assert.equal(taxIdState(right), state)
    assert.equal(taxIdState(wrong), undefined)
  })
}

test('each of the 27 member states has its form of an id', () => {
  assert.equal(new Set(ids.map(([state]) => state)).size, 27)
})

test('blanks, points and dashes do not matter, nor does the case', () => {
  assert.equal(taxIdState(' de 136.695-976 '), 'DE')
  assert.equal(taxIdState('be 0428.759.497'), 'BE')
})

test('an id without its prefix is read as one of the country that is named', () => {
  assert.equal(taxIdState('136695976', 'DE'), 'DE')
  assert.equal(taxIdState('094259216', 'GR'), 'GR')
  assert.equal(taxIdState('40303265045', 'MC'), 'FR')
  assert.equal(taxIdState('136695976', 'FR'), undefined)
  assert.equal(taxIdState('136695976'), undefined)
})

test('an id of one state stays one wherever its owner says to be', () => {
  assert.equal(taxIdState('DE136695976', 'FR'), 'DE')
})

test('what is no id of a member state is none', () => {
  for (const text of ['', 'DE', 'GB980780684', 'XI980780684', 'CHE123456788', 'NO974760673', '€']) {
    assert.equal(taxIdState(text), undefined, text)
  }
})
