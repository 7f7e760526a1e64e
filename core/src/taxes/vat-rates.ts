import { assert } from '../assert.ts'
import { type Decimal, decimal } from '../money/decimal.ts'

export type RateKind = 'standard' | 'reduced' | 'ebook'

/**
 * Rates in percent, by the day from which they hold; the first row of an area holds for all that was before.
 * `reduced` is the higher reduced rate, parking rates aside; where a state has none for a kind, its standard
 * rate stands there. AT-19 are Jungholz and Mittelberg, PT-20 the Azores, PT-30 Madeira.
 *
 * After the European Commission's "VAT rates applied in the Member States of the European Union" and its
 * successor, the Taxes in Europe Database, as of September 2026.
 */
const table = `
  area   from        standard  reduced  ebook
  AT     -           20        13       10
  AT-19  -           19        13       10
  BE     -           21        12       6
  BG     -           20        9        20
  BG     2020-07-01  20        9        9
  CY     -           19        9        19
  CY     2023-07-21  19        9        3
  CZ     -           21        15       10
  CZ     2024-01-01  21        12       0
  DE     -           19        7        7
  DE     2020-07-01  16        5        5
  DE     2021-01-01  19        7        7
  DK     -           25        25       25
  EE     -           20        9        9
  EE     2024-01-01  22        9        9
  EE     2025-01-01  22        13       9
  EE     2025-07-01  24        13       9
  ES     -           21        10       4
  FI     -           24        14       10
  FI     2024-09-01  25.5      14       10
  FI     2025-01-01  25.5      14       14
  FI     2026-01-01  25.5      13.5     13.5
  FR     -           20        10       5.5
  GR     -           24        13       24
  GR     2021-07-01  24        13       6
  HR     -           25        13       5
  HU     -           27        18       27
  IE     -           23        13.5     9
  IE     2020-09-01  21        13.5     9
  IE     2021-03-01  23        13.5     9
  IE     2024-01-01  23        13.5     0
  IT     -           22        10       4
  LT     -           21        9        21
  LT     2023-01-01  21        9        9
  LT     2026-01-01  21        12       5
  LU     -           17        8        3
  LU     2023-01-01  16        7        3
  LU     2024-01-01  17        8        3
  LV     -           21        12       21
  LV     2022-01-01  21        12       5
  MT     -           18        7        5
  NL     -           21        9        9
  PL     -           23        8        5
  PT     -           23        13       6
  PT-20  -           18        9        4
  PT-20  2021-07-01  16        9        4
  PT-30  -           22        12       5
  PT-30  2024-10-01  22        12       4
  RO     -           19        9        19
  RO     2022-01-01  19        9        5
  RO     2025-08-01  21        11       11
  SE     -           25        12       6
  SI     -           22        9.5      5
  SK     -           20        10       20
  SK     2025-01-01  23        19       5
`

type Row = Readonly<Record<RateKind, Decimal>> & { readonly area: string; readonly from: string }

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line): Row => {
    const [area = '', from = '', standard = '', reduced = '', ebook = ''] = line.trim().split(/\s+/)
    const [one, two, three] = [standard, reduced, ebook].map(percent)
    assert(one !== undefined && two !== undefined && three !== undefined, `a rate of ${area}`)
    return { area, from: from === '-' ? '' : from, standard: one, reduced: two, ebook: three }
  })
const byArea = Map.groupBy(rows, ({ area }) => area)

/** The member states of the European Union, ISO 3166-1 alpha-2; Greece is `GR`. */
export const memberStates: ReadonlySet<string> = new Set(
  [...byArea.keys()].filter((area) => !area.includes('-')),
)

/** The rate, 19 for 19 %, that holds in the area (a member state, or a part of one) on that day. */
export function vatRate(area: string, kind: RateKind, date: Temporal.PlainDate): Decimal {
  const day = date.toString()
  const row = byArea.get(area)?.findLast(({ from }) => from <= day)
  assert(row !== undefined, `there are no rates of ${area}`)
  return row[kind]
}

function percent(text: string): Decimal | undefined {
  return decimal(text)
}
