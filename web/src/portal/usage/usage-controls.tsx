import type { ReactNode } from 'react'
import type { WindowSize } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Choice } from '../../ui/choice.tsx'
import type { UsageWish } from './usage-wish.ts'

type UsageControlsProps = {
  readonly wish: UsageWish
  readonly windowSize: WindowSize
  readonly hours: boolean
  readonly dimensions: readonly string[]
  readonly onChange: (wish: UsageWish) => void
}

/** Which time, in which steps, how it is shown, beside what, and broken down by what. */
export function UsageControls(props: UsageControlsProps): ReactNode {
  const { wish, windowSize, hours, dimensions, onChange } = props
  const words = texts.portal.usage
  return (
    <div className="usage-controls">
      <Choice
        name="range"
        legend={words.range}
        options={optionsOf(words.ranges)}
        value={wish.range}
        onChange={(range) => onChange({ ...wish, range, windowSize: undefined })}
      />
      <Choice
        name="window"
        legend={words.window}
        options={[
          {
            value: 'HOUR',
            label: words.windows.HOUR,
            unavailable: hours ? undefined : words.hoursTooMany,
          },
          { value: 'DAY', label: words.windows.DAY },
        ]}
        value={windowSize}
        onChange={(size) => onChange({ ...wish, windowSize: size })}
        reasonId="usage-caption"
      />
      <Choice
        name="view"
        legend={words.view}
        options={optionsOf(words.views)}
        value={wish.view}
        onChange={(view) => onChange({ ...wish, view })}
      />
      {dimensions.length > 0 ? (
        <Breakdown wish={wish} dimensions={dimensions} onChange={onChange} />
      ) : null}
      <label className="check usage-compare">
        <input
          type="checkbox"
          checked={wish.compare}
          onChange={(event) => onChange({ ...wish, compare: event.target.checked })}
        />
        <span>{words.compare[wish.range]}</span>
      </label>
    </div>
  )
}

type BreakdownProps = Pick<UsageControlsProps, 'wish' | 'dimensions' | 'onChange'>

function Breakdown({ wish, dimensions, onChange }: BreakdownProps): ReactNode {
  const words = texts.portal.usage
  return (
    <label className="pick">
      <span>{words.groupBy}</span>
      <select
        value={wish.groupBy}
        onChange={(event) => onChange({ ...wish, groupBy: event.target.value })}
      >
        <option value="">{words.noGroups}</option>
        {dimensions.map((dimension) => (
          <option key={dimension} value={dimension}>
            {dimension}
          </option>
        ))}
      </select>
    </label>
  )
}

function optionsOf<T extends string>(labels: Readonly<Record<T, string>>) {
  return (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }))
}
