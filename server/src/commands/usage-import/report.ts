import { amountsText, counted, groupedDigits } from './figures.ts'
import type { FailedLine, Sent } from './send.ts'
import type { Survey } from './survey.ts'

export function badLinesText({ count, first }: Survey['bad']): string {
  const shown = first.map(({ line, reason }) => `  line ${line} ${reason}\n`)
  const more = count - first.length
  if (more > 0) shown.push(`  and ${groupedDigits(more)} more\n`)
  return `${counted(count, 'bad line')}:\n${shown.join('')}`
}

type Beside = {
  readonly seconds: number
  /** Lines without usage, and bad ones that were left out. */
  readonly none: number
  readonly bad: number
}

const failuresShown = 20

/** What became of the lines, in figures. */
export function sentText(sent: Sent, { seconds, none, bad }: Beside): string {
  const { events, fresh, duplicates, failed, charged } = sent
  const rate = seconds > 0 ? Math.round(events / seconds) : 0
  const rows: [string, string][] = [
    ['Sent', `${counted(events, 'event')} in ${seconds.toFixed(1)} s (${groupedDigits(rate)}/s)`],
    ['New', groupedDigits(fresh)],
    ['Known already', groupedDigits(duplicates)],
    ['Failed', groupedDigits(failed.length)],
    ...(none > 0 ? ([['Without usage', groupedDigits(none)]] satisfies [string, string][]) : []),
    ...(bad > 0 ? ([['Left out as bad', groupedDigits(bad)]] satisfies [string, string][]) : []),
    ['Charged', amountsText(charged)],
  ]
  return `${rows.map(([name, value]) => `${name.padEnd(16)}${value}\n`).join('')}${failuresText(failed)}`
}

export function failuresText(failed: readonly FailedLine[]): string {
  const sorted = failed.toSorted((one, other) => one.line - other.line)
  const shown = sorted
    .slice(0, failuresShown)
    .map(({ line, code, reason }) => `  line ${line}: ${code}: ${reason}\n`)
  const more = failed.length - shown.length
  if (more > 0) shown.push(`  and ${groupedDigits(more)} more\n`)
  if (failed.some(({ code }) => code === 'KEY_TAKEN')) {
    shown.push(
      '  Another file under a name that was used before needs a --key-prefix of its own.\n',
    )
  }
  return shown.join('')
}
