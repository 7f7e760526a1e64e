import type { ReactNode } from 'react'

export type Option<T extends string> = {
  readonly value: T
  readonly label: string
  /** Why it cannot be chosen now. */
  readonly unavailable?: string | undefined
}

type ChoiceProps<T extends string> = {
  readonly name: string
  readonly legend: string
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  /** The element that says why a choice is unavailable. */
  readonly reasonId?: string
}

/** One of a few, all in view: radio buttons that look like one ruled strip. */
export function Choice<T extends string>(props: ChoiceProps<T>): ReactNode {
  return (
    <fieldset className="choice" aria-describedby={props.reasonId}>
      <legend>{props.legend}</legend>
      <div className="choice-strip">
        {props.options.map((option) => (
          <label key={option.value} title={option.unavailable}>
            <input
              type="radio"
              name={props.name}
              checked={option.value === props.value}
              disabled={option.unavailable !== undefined}
              onChange={() => props.onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
