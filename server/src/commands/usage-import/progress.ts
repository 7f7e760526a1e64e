import { groupedDigits } from './figures.ts'

/** Tells how far something is: a bar that redraws itself on a terminal, else a line per tenth. */
export type ProgressBar = {
  readonly show: (done: number) => void
  /** Ends the line. */
  readonly end: () => void
}

type Output = {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

const widestBar = 30
const redrawEveryMs = 50

export function progressBar(
  label: string,
  total: number,
  output: Output = process.stderr,
): ProgressBar {
  const began = performance.now()
  let shownTenths = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  let done = 0

  const text = () => {
    const seconds = (performance.now() - began) / 1000
    const rate = seconds > 0 ? groupedDigits(Math.round(done / seconds)) : '0'
    return `${groupedDigits(done)} of ${groupedDigits(total)}, ${rate}/s`
  }

  function draw(): void {
    drawnAt = performance.now()
    const part = total > 0 ? Math.min(done / total, 1) : 1
    const filled = Math.round(part * widestBar)
    const bar = '█'.repeat(filled) + '░'.repeat(widestBar - filled)
    output.write(`\r\x1b[K${`  ${label} ${bar} ${text()}`.slice(0, (output.columns ?? 80) - 1)}`)
  }

  return {
    show(now) {
      done = now
      if (output.isTTY) {
        if (performance.now() - drawnAt >= redrawEveryMs) draw()
        return
      }
      const tenths = total > 0 ? Math.floor((done * 10) / total) : 10
      if (tenths > shownTenths) output.write(`  ${label} ${tenths * 10} %: ${text()}\n`)
      shownTenths = Math.max(shownTenths, tenths)
    },
    end() {
      if (!output.isTTY) return
      draw()
      output.write('\n')
    },
  }
}
