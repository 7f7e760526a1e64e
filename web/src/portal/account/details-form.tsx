import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { BillingDetails } from '../../api/portal.ts'
import { RequestFailure } from '../../api/request.ts'
import { texts } from '../../texts/texts.ts'
import { ActButton } from '../act-button.tsx'
import { Field, focusFirstError } from '../field.tsx'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { go } from '../route.ts'
import { useAct } from '../use-act.ts'
import { CountryField } from './country-field.tsx'
import {
  changesOf,
  type DetailErrors,
  type DetailName,
  type DetailsTyped,
  detailErrors,
  refusedFields,
  typedOf,
} from './details-fields.ts'
import { detailsPath } from './use-details.ts'

type DetailsFormProps = { readonly portal: Portal; readonly details: BillingDetails }

/** All that stands on invoices about the customer, in the order of an envelope. */
export function DetailsForm({ portal, details }: DetailsFormProps): ReactNode {
  const words = texts.portal.account
  const [typed, setTyped] = useState(() => typedOf(details))
  const [errors, setErrors] = useState<DetailErrors>({})
  const form = useRef<HTMLFormElement>(null)
  const { running, failure, run } = useAct()

  function submit(event: FormEvent): void {
    event.preventDefault()
    const wrong = detailErrors(typed)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) {
      focusFirstError(form.current)
      return
    }
    run(async () => {
      try {
        await portal.client.change('PATCH', detailsPath, changesOf(typed))
      } catch (cause) {
        if (cause instanceof RequestFailure) setErrors(refusedFields(cause.fields, typed))
        focusFirstError(form.current)
        throw cause
      }
      portal.reload()
      go({ view: 'account' }, words.saved)
    })
  }

  return (
    <form ref={form} className="form" noValidate onSubmit={submit} aria-busy={running}>
      <Fields
        typed={typed}
        errors={errors}
        onChange={(name, text) => setTyped({ ...typed, [name]: text })}
      />
      <Refusal failure={failure} />
      <ActButton running={running} ready={words.save} busy={words.saving} />
    </form>
  )
}

type FieldsProps = {
  readonly typed: DetailsTyped
  readonly errors: DetailErrors
  readonly onChange: (name: DetailName, text: string) => void
}

function Fields({ typed, errors, onChange }: FieldsProps): ReactNode {
  const labels = texts.portal.account.fields
  const shared = (name: DetailName) => ({
    name,
    label: labels[name],
    value: typed[name],
    error: errors[name],
    onChange: (text: string) => onChange(name, text),
  })
  return (
    <>
      <Field {...shared('name')} autoComplete="name" />
      <Field {...shared('phone')} optional={true} autoComplete="tel" inputMode="tel" />
      <Field {...shared('line1')} autoComplete="address-line1" />
      <Field {...shared('line2')} optional={true} autoComplete="address-line2" />
      <div className="field-pair">
        <Field {...shared('zipCode')} autoComplete="postal-code" />
        <Field {...shared('city')} autoComplete="address-level2" />
      </div>
      <Field {...shared('state')} optional={true} autoComplete="address-level1" />
      <CountryField {...shared('country')} />
      <Field {...shared('taxId')} optional={true} />
    </>
  )
}
