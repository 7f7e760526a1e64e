import type { ReactNode } from 'react'

type FormInputProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly error: string | undefined
  readonly locked: boolean
  readonly autoComplete: string
  readonly numeric?: boolean
  /** Turns what was typed into how it is written. */
  readonly shape: (text: string) => string
  readonly onChange: (text: string) => void
  readonly onLeave: () => void
}

/** A labelled field whose error stands beside it and is read with it. */
export function FormInput(props: FormInputProps): ReactNode {
  const { name, label, hint, value, error, numeric = false } = props
  const id = `pay-${name}`
  const errorId = `${id}-error`
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {hint ? <span className="hint">{hint}</span> : null}
      </label>
      <input
        id={id}
        name={name}
        className={numeric ? 'figure' : undefined}
        value={value}
        readOnly={props.locked}
        autoComplete={props.autoComplete}
        inputMode={numeric ? 'numeric' : 'text'}
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => props.onChange(props.shape(event.target.value))}
        onBlur={props.onLeave}
      />
      {error === undefined ? null : (
        <p className="field-error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  )
}
