import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { groupIban, passesIbanCheck } from '../format/iban.ts'
import { texts } from '../texts/texts.ts'
import { FormInput } from './form-input.tsx'
import { isKept, Keep } from './keep.tsx'
import { PayButton } from './pay-button.tsx'
import { TestAccounts } from './test-accounts.tsx'
import type { CheckoutState } from './use-checkout.ts'

export type BankFields = { readonly iban: string; readonly holder: string }
export const emptyBank: BankFields = { iban: '', holder: '' }

type BankFormProps = {
  readonly checkout: Checkout
  readonly state: CheckoutState
  readonly fields: BankFields
  readonly onChange: (fields: BankFields) => void
}

/** A bank account, the mandate to debit it, and the one button. */
export function BankForm({ checkout, state, fields, onChange }: BankFormProps): ReactNode {
  const [left, setLeft] = useState<readonly (keyof BankFields)[]>([])
  const [save, setSave] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const words = texts.checkout.bank
  const sending = state.sending === 'sending'
  const errors = {
    iban: passesIbanCheck(fields.iban) ? undefined : words.errors.iban,
    holder: fields.holder.trim() === '' ? words.errors.holder : undefined,
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (sending || !navigator.onLine) return
    const wrong = (['iban', 'holder'] as const).find((field) => errors[field] !== undefined)
    setLeft(wrong === undefined ? [] : ['iban', 'holder'])
    if (wrong !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus()
      return
    }
    const bankDebit = { iban: fields.iban, holderName: fields.holder.trim() }
    state.pay({ bankDebit, savePaymentMethod: isKept(checkout, save) })
  }

  const field = (name: keyof BankFields) => ({
    name,
    value: fields[name],
    error: left.includes(name) ? errors[name] : undefined,
    locked: sending,
    onChange: (text: string) => onChange({ ...fields, [name]: text }),
    onLeave: () => {
      if (fields[name] !== '') setLeft([...left, name])
    },
  })
  return (
    <>
      <form ref={form} className="card-form" noValidate onSubmit={submit} aria-busy={sending}>
        <FormInput {...field('iban')} label={words.iban} autoComplete="off" shape={groupIban} />
        <FormInput
          {...field('holder')}
          label={words.holder}
          autoComplete="name"
          shape={(text) => text.slice(0, 120)}
        />
        <p className="soft small">{`${words.mandate(checkout.merchant.name)} ${words.takes}`}</p>
        <Keep checkout={checkout} isCard={false} save={save} onChange={setSave} />
        <PayButton checkout={checkout} sending={sending} isCard={false} />
      </form>
      {checkout.provider === 'sandbox' ? (
        <TestAccounts onUse={(iban) => onChange({ ...fields, iban: groupIban(iban) })} />
      ) : null}
    </>
  )
}
