import { type ReactNode, useEffect, useRef } from 'react'
import type { PaymentMethod } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { ActButton } from '../act-button.tsx'
import { expiryOf, MethodName, methodText } from './method-name.tsx'

type MethodRowProps = {
  readonly method: PaymentMethod
  readonly now: number
  readonly allowed: boolean
  /** Whether the reader is being asked if they are sure. */
  readonly asked: boolean
  readonly running: boolean
  readonly onAsk: (ask: boolean) => void
  readonly onDefault: () => void
  readonly onRemove: () => void
}

/** One payment method and what can be done with it; removing it is asked about in its place. */
export function MethodRow(props: MethodRowProps): ReactNode {
  const { method, allowed, asked, running, onAsk, onDefault } = props
  const words = texts.portal.methods
  const removal = useRef<HTMLButtonElement>(null)
  const wasAsked = useRef(false)
  useEffect(() => {
    // Who decides to keep it is back where they began.
    if (wasAsked.current && !asked) removal.current?.focus()
    wasAsked.current = asked
  }, [asked])
  return (
    <li className="method">
      <span className="method-name">
        <MethodName method={method} />
        {method.isDefault ? <span className="tag">{words.isDefault}</span> : null}
        <Validity {...props} />
      </span>
      {allowed && !asked ? (
        <span className="method-acts">
          {method.isDefault || method.unusableCode ? null : (
            <button
              type="button"
              className="button button-quiet"
              aria-label={words.actOn(words.makeDefault, methodText(method))}
              aria-disabled={running}
              onClick={onDefault}
            >
              {words.makeDefault}
            </button>
          )}
          <button
            ref={removal}
            type="button"
            className="button button-quiet"
            aria-label={words.actOn(words.remove, methodText(method))}
            onClick={() => onAsk(true)}
          >
            {words.remove}
          </button>
        </span>
      ) : null}
      {asked ? <Question {...props} /> : null}
    </li>
  )
}

function Validity({ method, now }: MethodRowProps): ReactNode {
  const words = texts.portal.methods
  const expiry = expiryOf(method, now)
  if (method.unusableCode && !expiry?.over) {
    return <span className="method-note bad">{words.unusable}</span>
  }
  if (expiry === undefined) return null
  return expiry.over ? (
    <span className="method-note bad">{words.expired(expiry.month)}</span>
  ) : (
    <span className="method-note soft">{words.expires(expiry.month)}</span>
  )
}

function Question({ method, running, onAsk, onRemove }: MethodRowProps): ReactNode {
  const words = texts.portal.methods
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => keep.current?.focus(), [])
  return (
    <fieldset className="method-ask">
      <legend>{words.removeAsk(methodText(method))}</legend>
      <div className="acts">
        <ActButton
          running={running}
          kind="danger"
          ready={words.remove}
          busy={words.removing}
          onPress={onRemove}
        />
        <button ref={keep} type="button" className="button" onClick={() => onAsk(false)}>
          {words.keep}
        </button>
      </div>
    </fieldset>
  )
}
