import type { ReactNode, RefObject } from 'react'

type FieldProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'email' | 'password'
  readonly autoComplete: string
  readonly given?: string
  readonly locked?: boolean
  readonly error?: string | undefined
  readonly at?: RefObject<HTMLInputElement | null>
}

/** A labelled field whose error stands beside it and is read with it. */
export function Field(props: FieldProps): ReactNode {
  const { id, label, hint, type = 'text', error, locked = false } = props
  const errorId = `${id}-error`
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {hint ? <span className="hint">{hint}</span> : null}
      </label>
      <input
        id={id}
        name={id}
        ref={props.at}
        type={type}
        defaultValue={props.given}
        readOnly={locked}
        autoComplete={props.autoComplete}
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={errorId}
      />
      <div className="field-error" id={errorId} role="alert">
        {error}
      </div>
    </div>
  )
}
