import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { AutoTopUp } from '../../api/portal.ts'
import { readAmount } from '../../format/amount-input.ts'
import { currencyDigits, formatDecimal } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { ActButton } from '../act-button.tsx'
import { Field, focusFirstError } from '../field.tsx'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { go } from '../route.ts'
import { type Act, useAct } from '../use-act.ts'
import {
  type AutomaticErrors,
  type AutomaticTyped,
  amountNames,
  automaticErrors,
} from './automatic-fields.ts'

const path = '/v0/portal/autoTopUp'

type AutomaticFormProps = { readonly portal: Portal; readonly autoTopUp: AutoTopUp }

/** Three amounts: when, how much, and how much at most. */
export function AutomaticForm({ portal, autoTopUp }: AutomaticFormProps): ReactNode {
  const words = texts.portal.automatic
  const { currency } = portal.overview.balance
  const [typed, setTyped] = useState(() => typedOf(autoTopUp, currency))
  const [errors, setErrors] = useState<AutomaticErrors>({})
  const form = useRef<HTMLFormElement>(null)
  const saving = useAct()
  const ending = useAct()

  function done(sentence: string): void {
    portal.reload()
    go({ view: 'payments' }, sentence)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const wrong = automaticErrors(typed, currency)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) {
      focusFirstError(form.current)
      return
    }
    const digits = currencyDigits(currency)
    const wish = Object.fromEntries(
      amountNames.map((name) => [name, readAmount(typed[name], digits)]),
    )
    saving.run(async () => {
      await portal.client.change('PUT', path, wish)
      done(words.saved)
    })
  }

  return (
    <form ref={form} className="form" noValidate onSubmit={submit} aria-busy={saving.running}>
      {amountNames.map((name) => (
        <Field
          key={name}
          name={name}
          label={words[name]}
          hint={texts.portal.topUp.amountHint(currency)}
          value={typed[name]}
          error={errors[name]}
          inputMode="decimal"
          onChange={(text) => setTyped({ ...typed, [name]: text })}
        />
      ))}
      <Refusal failure={saving.failure ?? ending.failure} />
      <div className="acts">
        <ActButton
          running={saving.running}
          ready={autoTopUp.enabled ? words.save : words.turnOn}
          busy={words.saving}
        />
        {autoTopUp.enabled ? <TurnOff portal={portal} act={ending} onDone={done} /> : null}
      </div>
    </form>
  )
}

type TurnOffProps = {
  readonly portal: Portal
  readonly act: Act
  readonly onDone: (sentence: string) => void
}

function TurnOff({ portal, act, onDone }: TurnOffProps): ReactNode {
  const words = texts.portal.automatic
  return (
    <ActButton
      running={act.running}
      kind="plain"
      ready={words.off}
      busy={words.turningOff}
      onPress={() =>
        act.run(async () => {
          await portal.client.change('DELETE', path)
          onDone(words.ended)
        })
      }
    />
  )
}

function typedOf(autoTopUp: AutoTopUp, currency: string): AutomaticTyped {
  const write = (amount: string | undefined) =>
    amount === undefined ? '' : formatDecimal(amount, { minFraction: currencyDigits(currency) })
  const { threshold, amount, monthlyLimit } = autoTopUp
  return { threshold: write(threshold), amount: write(amount), monthlyLimit: write(monthlyLimit) }
}
