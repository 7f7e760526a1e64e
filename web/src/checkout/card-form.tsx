import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { groupExpiry, groupNumber } from '../format/card.ts'
import { texts } from '../texts/texts.ts'
import {
  type CardErrors,
  type CardField,
  type CardFields,
  cardErrors,
  cardOf,
} from './card-fields.ts'
import { FormInput } from './form-input.tsx'
import { isKept, Keep } from './keep.tsx'
import { PayButton } from './pay-button.tsx'
import type { CheckoutState } from './use-checkout.ts'

type CardFormProps = {
  readonly checkout: Checkout
  readonly state: CheckoutState
  readonly fields: CardFields
  readonly onChange: (fields: CardFields) => void
}

const order: readonly CardField[] = ['number', 'expiry', 'cvc', 'holder']

/** The card, whether to keep it, and the one button. */
export function CardForm({ checkout, state, fields, onChange }: CardFormProps): ReactNode {
  const [left, setLeft] = useState<ReadonlySet<CardField>>(new Set())
  const [save, setSave] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const sending = state.sending === 'sending'
  const errors = cardErrors(fields, new Date())

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (sending || !navigator.onLine) return
    const wrong = order.find((field) => errors[field] !== undefined)
    const card = cardOf(fields)
    if (wrong !== undefined || card === undefined) {
      setLeft(new Set(order))
      form.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus()
      return
    }
    setLeft(new Set())
    state.pay({ card, savePaymentMethod: isKept(checkout, save) })
  }

  return (
    <form ref={form} className="card-form" noValidate onSubmit={submit} aria-busy={sending}>
      <CardInputs
        fields={fields}
        errors={seen(errors, left)}
        locked={sending}
        onChange={(field, text) => onChange({ ...fields, [field]: text })}
        onLeave={(field) => {
          if (fields[field] !== '') setLeft(new Set([...left, field]))
        }}
      />
      <Keep checkout={checkout} isCard={true} save={save} onChange={setSave} />
      <PayButton checkout={checkout} sending={sending} isCard={true} />
    </form>
  )
}

/** An error is shown once its field was left, not while it is being typed. */
function seen(errors: CardErrors, left: ReadonlySet<CardField>): CardErrors {
  return Object.fromEntries(
    Object.entries(errors).filter(([field]) => left.has(field as CardField)),
  ) as CardErrors
}

type CardInputsProps = {
  readonly fields: CardFields
  readonly errors: CardErrors
  readonly locked: boolean
  readonly onChange: (field: CardField, text: string) => void
  readonly onLeave: (field: CardField) => void
}

function CardInputs({ fields, errors, locked, onChange, onLeave }: CardInputsProps): ReactNode {
  const words = texts.checkout
  const shared = (name: CardField) => ({
    name,
    value: fields[name],
    error: errors[name],
    locked,
    onChange: (text: string) => onChange(name, text),
    onLeave: () => onLeave(name),
  })
  return (
    <>
      <FormInput
        {...shared('number')}
        label={words.number}
        autoComplete="cc-number"
        numeric={true}
        shape={groupNumber}
      />
      <div className="field-pair">
        <FormInput
          {...shared('expiry')}
          label={words.expiry}
          hint={words.expiryHint}
          autoComplete="cc-exp"
          numeric={true}
          shape={groupExpiry}
        />
        <FormInput
          {...shared('cvc')}
          label={words.cvc}
          hint={words.cvcHint}
          autoComplete="cc-csc"
          numeric={true}
          shape={(text) => text.replace(/\D/g, '').slice(0, 4)}
        />
      </div>
      <FormInput
        {...shared('holder')}
        label={words.holder}
        hint={words.optional}
        autoComplete="cc-name"
        shape={(text) => text.slice(0, 120)}
      />
    </>
  )
}
