import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

type FieldProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly optional?: boolean
  readonly value: string
  readonly error: string | undefined
  readonly autoComplete?: string
  readonly inputMode?: 'text' | 'email' | 'tel' | 'decimal'
  readonly onChange: (value: string) => void
}

/** A labelled field whose error stands beside it and is read with it. */
export function Field(props: FieldProps): ReactNode {
  const { name, label, value, error, inputMode = 'text' } = props
  const hint = props.hint ?? (props.optional ? texts.portal.account.optional : undefined)
  const errorId = `${name}-error`
  return (
    <div className="field">
      <label htmlFor={name}>
        {label} {hint ? <span className="hint">{hint}</span> : null}
      </label>
      <input
        id={name}
        name={name}
        className={inputMode === 'decimal' ? 'figure' : undefined}
        value={value}
        inputMode={inputMode}
        autoComplete={props.autoComplete ?? 'off'}
        maxLength={255}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {error === undefined ? null : (
        <p className="field-error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  )
}

/** Takes the reader to the first field that is not right. */
export function focusFirstError(form: HTMLFormElement | null): void {
  // The fields are marked when the page is drawn next.
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
