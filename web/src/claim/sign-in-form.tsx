import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { texts } from '../texts/texts.ts'
import { Field } from './field.tsx'
import type { FormProps } from './new-user-form.tsx'
import { Submit } from './submit.tsx'

type Missing = { readonly email?: string; readonly password?: string }

/** For those who sign in already, with this address or another one. */
export function SignInForm({ claim, accept, busy, code }: FormProps): ReactNode {
  const words = texts.claim
  const [missing, setMissing] = useState<Missing>({})
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const entered = {
      email: email.current?.value.trim() ?? '',
      password: password.current?.value ?? '',
    }
    const absent: Missing = {
      ...(entered.email === '' && { email: words.emailMissing }),
      ...(entered.password === '' && { password: words.passwordMissing }),
    }
    setMissing(absent)
    if (absent.email) return email.current?.focus()
    if (absent.password) return password.current?.focus()
    accept({ signIn: entered })
  }
  return (
    <form className="view" onSubmit={submit} noValidate={true}>
      <h2>{words.signInTitle}</h2>
      {claim.hasLogin ? <p className="soft">{words.signInNote}</p> : null}
      <Field
        id="email"
        label={words.email}
        type="email"
        autoComplete="username"
        given={claim.hasLogin ? claim.email : ''}
        error={missing.email}
        at={email}
      />
      <Field
        id="password"
        label={words.password}
        type="password"
        autoComplete="current-password"
        error={missing.password}
        at={password}
      />
      <Submit busy={busy} code={code} />
    </form>
  )
}
