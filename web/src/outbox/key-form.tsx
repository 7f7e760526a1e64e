import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { outboxClient } from '../api/outbox.ts'
import { enOutbox } from '../texts/en-outbox.ts'
import { texts } from '../texts/texts.ts'
import { Prose } from '../ui/prose.tsx'
import { asFailure } from '../ui/use-load.ts'

const words = enOutbox

/** Asks for the key, and keeps none that does not open anything. */
export function KeyForm({ onKey }: { onKey: (key: string) => void }): ReactNode {
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const refuse = (why: string) => {
    setError(why)
    field.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const key = field.current?.value.trim() ?? ''
    if (!key.startsWith('sk_test_')) return refuse(words.keyMissing)
    setBusy(true)
    void tryKey(key).then((why) => {
      setBusy(false)
      if (why === undefined) onKey(key)
      else refuse(why)
    })
  }
  return (
    <form className="view" onSubmit={submit} noValidate={true}>
      <div>
        <h1>{words.title}</h1>
        <p className="lead">{words.lead}</p>
      </div>
      <div className="field">
        <label htmlFor="key">
          {words.keyLabel} <span className="hint">{words.keyHint}</span>
        </label>
        <input
          ref={field}
          id="key"
          className="figure"
          type="password"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? 'key-note' : 'key-error key-note'}
        />
        <div className="field-error" id="key-error" role="alert">
          {error === undefined ? null : <Prose text={error} />}
        </div>
        <p className="soft small" id="key-note">
          {words.keyNote}
        </p>
      </div>
      <button type="submit" className="button button-primary" aria-disabled={busy}>
        {busy ? <span className="spinner" /> : null}
        {words.open}
      </button>
    </form>
  )
}

/** Why a key opens nothing; undefined when it does. */
async function tryKey(key: string): Promise<string | undefined> {
  try {
    await outboxClient(key).list(0, new AbortController().signal)
    return undefined
  } catch (cause) {
    const { kind } = asFailure(cause)
    const { unreachable, busy, broken } = texts.trouble
    const why = { unreachable, busy, broken, denied: words.keyDenied, refused: words.keyDenied }
    return why[kind]
  }
}
