import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { Claim } from '../api/claim.ts'
import { texts } from '../texts/texts.ts'
import { Field } from './field.tsx'
import { Submit } from './submit.tsx'
import type { Accepting } from './use-accept.ts'

export type FormProps = Pick<Accepting, 'accept' | 'busy' | 'code'> & { readonly claim: Claim }

const shortest = 12

/** For those who have no login yet: the address is proved, a password is all it takes. */
export function NewUserForm({ claim, accept, busy, code }: FormProps): ReactNode {
  const words = texts.claim
  const [error, setError] = useState<string>()
  const password = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const text = (name: string) => String(entered.get(name) ?? '')
    const isShort = text('password').length < shortest
    setError(isShort ? words.passwordShort : undefined)
    if (isShort) return password.current?.focus()
    const [firstName, lastName] = [text('first-name').trim(), text('last-name').trim()]
    const name = { ...(firstName && { firstName }), ...(lastName && { lastName }) }
    accept({ newUser: { password: text('password'), ...name } })
  }
  return (
    <form className="view" onSubmit={submit} noValidate={true}>
      <h2>{words.newTitle}</h2>
      <Field
        id="email"
        label={words.proved}
        type="email"
        autoComplete="username"
        given={claim.email}
        locked={true}
      />
      <div className="field-pair">
        <Field
          id="first-name"
          label={words.firstName}
          hint={words.optional}
          autoComplete="given-name"
        />
        <Field
          id="last-name"
          label={words.lastName}
          hint={words.optional}
          autoComplete="family-name"
        />
      </div>
      <Field
        id="password"
        label={words.password}
        hint={words.passwordHint}
        type="password"
        autoComplete="new-password"
        error={error}
        at={password}
      />
      <Submit busy={busy} code={code} />
    </form>
  )
}
