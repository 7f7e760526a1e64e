import { type ReactNode, useEffect, useState } from 'react'
import { enStart } from '../texts/en-start.ts'

const copiedForMs = 2_000

/** A command to paste, with a button that copies it. */
export function Command({ text }: { text: string }): ReactNode {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), copiedForMs)
    return () => clearTimeout(timer)
  }, [copied])
  // Browsers offer the clipboard to secure pages only; elsewhere the text can be selected.
  const canCopy = typeof navigator.clipboard !== 'undefined'
  return (
    <div className="command">
      <code>{text}</code>
      {canCopy ? (
        <button
          type="button"
          className="button button-quiet"
          aria-label={enStart.copyLabel(text)}
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => setCopied(true))
          }}
        >
          {copied ? enStart.copied : enStart.copy}
        </button>
      ) : null}
      <span className="hidden" role="status">
        {copied ? enStart.copied : ''}
      </span>
    </div>
  )
}
