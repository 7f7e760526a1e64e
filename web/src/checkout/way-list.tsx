import type { ReactNode } from 'react'
import type { Way } from './ways.ts'

type WayListProps = {
  readonly legend: string
  readonly ways: readonly Way[]
  readonly chosen: string
  readonly locked: boolean
  readonly onChoose: (id: string) => void
}

/** Every way to pay in view, one of them chosen. */
export function WayList({ legend, ways, chosen, locked, onChoose }: WayListProps): ReactNode {
  return (
    <fieldset className="ways" disabled={locked}>
      <legend>{legend}</legend>
      {ways.map(({ id, label, notes }) => (
        <label key={id}>
          <input
            type="radio"
            name="way"
            value={id}
            checked={id === chosen}
            onChange={() => onChoose(id)}
          />
          <span className="way-name">{label}</span>
          {notes.length > 0 ? <span className="way-notes">{notes.join(' \u00b7 ')}</span> : null}
        </label>
      ))}
    </fieldset>
  )
}
