import type { ReactNode } from 'react'

type ActButtonProps = {
  readonly running: boolean
  readonly ready: string
  readonly busy: string
  readonly kind?: 'primary' | 'plain' | 'danger'
  /** Without it the button sends the form that it stands in. */
  readonly onPress?: () => void
}

/** A button that says what it does, then that it is doing it, and cannot be pressed meanwhile. */
export function ActButton(props: ActButtonProps): ReactNode {
  const { running, ready, busy, kind = 'primary', onPress } = props
  return (
    <button
      type={onPress ? 'button' : 'submit'}
      className={kind === 'plain' ? 'button' : `button button-${kind}`}
      aria-disabled={running}
      onClick={running ? undefined : onPress}
    >
      {running ? <span className="spinner" aria-hidden="true" /> : null}
      {running ? busy : ready}
    </button>
  )
}
