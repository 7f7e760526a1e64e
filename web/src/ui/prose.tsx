import type { ReactNode } from 'react'

/** A paragraph in which what stands between backticks is code. */
export function Prose({ text }: { text: string }): ReactNode {
  return (
    <p>
      {text.split('`').map((part, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a catalogue text never changes its parts.
        place % 2 === 1 ? <code key={place}>{part}</code> : part,
      )}
    </p>
  )
}
