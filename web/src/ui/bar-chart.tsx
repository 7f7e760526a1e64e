import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { scaleOf } from '../format/scale.ts'

export type Bar = {
  readonly start: number
  readonly tick: string
  readonly value: string
  /** What it is compared with: drawn as an outline behind. */
  readonly before?: string | undefined
}

type BarChartProps = {
  readonly label: string
  readonly bars: readonly Bar[]
  /** Writes a value on the scale. */
  readonly tick: (value: string) => string
  /** Reads one bar out in words, for the line above the chart and for screen readers. */
  readonly describe: (position: number) => string
  /** What the line above the chart says while no bar is looked at. */
  readonly resting: string
}

/**
 * One series as bars over time. It is operated like a slider: the arrow keys walk along the bars,
 * and each is read out as it is reached; the pointer does the same by hovering.
 */
export function BarChart({ label, bars, tick, describe, resting }: BarChartProps): ReactNode {
  const [position, setPosition] = useState<number>()
  const before = bars.map((bar) => bar.before ?? '0')
  const { top, middle, shares } = scaleOf([...bars.map((bar) => bar.value), ...before])
  const last = bars.length - 1
  const current = position === undefined ? undefined : Math.min(position, last)

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextPosition(event.key, current ?? -1, last)
    if (next === undefined) return
    event.preventDefault()
    setPosition(next)
  }

  function onPointer(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect()
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length)
    setPosition(Math.min(last, Math.max(0, place)))
  }

  return (
    <div className="chart">
      <p className="chart-reading" aria-hidden="true">
        {current === undefined ? resting : describe(current)}
      </p>
      <div
        className="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={bars.length}
        aria-valuenow={(current ?? last) + 1}
        aria-valuetext={current === undefined ? resting : describe(current)}
        onKeyDown={onKeyDown}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => setPosition(undefined)}
        onBlur={() => setPosition(undefined)}
      >
        <span className="chart-tick chart-tick-top">{tick(top)}</span>
        <span className="chart-tick chart-tick-middle">{tick(middle)}</span>
        <Bars
          shares={shares.slice(0, bars.length)}
          before={shares.slice(bars.length)}
          current={current}
        />
      </div>
      <Ticks bars={bars} />
    </div>
  )
}

const mostTicks = 8
const mostBarsApart = 60

/** Every bar has its name under it while there is room, else the first and the last. */
function Ticks({ bars }: { bars: readonly Bar[] }): ReactNode {
  const all = bars.length <= mostTicks
  const named = all ? bars : [...bars.slice(0, 1), ...bars.slice(-1)]
  return (
    <div className={all ? 'chart-ticks' : 'chart-ticks chart-ends'} aria-hidden="true">
      {named.map((bar) => (
        <span key={bar.start}>{bar.tick}</span>
      ))}
    </div>
  )
}

type BarsProps = {
  readonly shares: readonly number[]
  readonly before: readonly number[]
  readonly current: number | undefined
}

/** Unit squares stretched to the plot: one wide for each bar, one high for the top of the scale. */
function Bars({ shares, before, current }: BarsProps): ReactNode {
  // Gaps thinner than a pixel would only make the bars paler.
  const gap = shares.length > mostBarsApart ? 0 : 0.14
  return (
    <svg
      className="chart-bars"
      viewBox={`0 0 ${shares.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {current === undefined ? null : (
        <rect className="chart-cursor" x={current} y={0} width={1} height={1} />
      )}
      {before.map((share, place) =>
        share === 0 ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the time axis.
          <path key={place} className="chart-before" d={outlineOf(place, share, gap / 2)} />
        ),
      )}
      {shares.map((share, place) =>
        share === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the time axis.
            key={place}
            className={place === current ? 'chart-bar chart-bar-current' : 'chart-bar'}
            x={place + gap}
            // The smallest usage is still a visible notch.
            y={1 - Math.max(share, 0.012)}
            width={1 - 2 * gap}
            height={Math.max(share, 0.012)}
          />
        ),
      )}
    </svg>
  )
}

/** Left side, top and right side of a bar; its foot is the axis. */
function outlineOf(place: number, share: number, gap: number): string {
  const top = 1 - Math.max(share, 0.012)
  return `M${place + gap} 1V${top}H${place + 1 - gap}V1`
}

function nextPosition(key: string, current: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(last, current + 1)
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, current < 0 ? last : current - 1)
    case 'PageUp':
      return Math.min(last, current + 10)
    case 'PageDown':
      return Math.max(0, current - 10)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
