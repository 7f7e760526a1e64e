import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { PortalCheckout } from '../../api/portal.ts'
import { readAmount } from '../../format/amount-input.ts'
import { currencyDigits, formatMoney, isZero } from '../../format/decimal.ts'
import { texts } from '../../texts/texts.ts'
import { ActButton } from '../act-button.tsx'
import { ActView } from '../act-view.tsx'
import { isAllowed } from '../allowed.ts'
import { Field, focusFirstError } from '../field.tsx'
import { InnerCheckout } from '../inner-checkout.tsx'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.tsx'
import { go } from '../route.ts'
import { useAct } from '../use-act.ts'

/** Adds funds: how much, then how it is paid. */
export function TopUpView({ portal }: { portal: Portal }): ReactNode {
  const words = texts.portal.topUp
  const { balance, merchant } = portal.overview
  const [url, setUrl] = useState<string>()
  const back = { view: 'payments' } as const
  return (
    <ActView title={words.title} arrived={portal.arrived} back={back} backLabel={words.back}>
      {isAllowed(portal, 'portal:topup') ? null : (
        <p>{texts.portal.money.noTopUp(merchant.name)}</p>
      )}
      {url === undefined && isAllowed(portal, 'portal:topup') ? (
        <>
          <p className="soft">{words.lead(formatMoney(balance.amount, balance.currency))}</p>
          <AmountForm portal={portal} onReady={setUrl} />
        </>
      ) : null}
      {url === undefined ? null : (
        <InnerCheckout
          url={url}
          onDone={() => {
            portal.reload()
            go(back)
          }}
        />
      )}
    </ActView>
  )
}

type AmountFormProps = { readonly portal: Portal; readonly onReady: (url: string) => void }

const least = '1'
const most = '5000'

function AmountForm({ portal, onReady }: AmountFormProps): ReactNode {
  const words = texts.portal.topUp
  const { balance } = portal.overview
  const { currency } = balance
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const form = useRef<HTMLFormElement>(null)
  const { running, failure, run } = useAct()

  function submit(event: FormEvent): void {
    event.preventDefault()
    const amount = readAmount(typed, currencyDigits(currency))
    const wrong = errorOf(amount, currency)
    setError(wrong)
    if (amount === undefined || wrong !== undefined) {
      focusFirstError(form.current)
      return
    }
    run(async () => {
      const path = '/v0/portal/topups'
      const { url } = await portal.client.post<PortalCheckout>(
        path,
        { amount },
        crypto.randomUUID(),
      )
      onReady(url)
    })
  }

  return (
    <form ref={form} className="form" noValidate onSubmit={submit} aria-busy={running}>
      <Field
        name="amount"
        label={words.amount}
        hint={words.amountHint(currency)}
        value={typed}
        error={error}
        inputMode="decimal"
        onChange={setTyped}
      />
      <fieldset className="suggestions">
        <legend className="hidden">{words.suggestions}</legend>
        {suggestionsFor(balance.minimum).map((amount) => (
          <button key={amount} type="button" className="button" onClick={() => setTyped(amount)}>
            {formatMoney(amount, currency)}
          </button>
        ))}
      </fieldset>
      <Refusal failure={failure} />
      <ActButton running={running} ready={words.go} busy={words.going} />
    </form>
  )
}

function errorOf(amount: string | undefined, currency: string): string | undefined {
  const { errors } = texts.portal.topUp
  if (amount === undefined) return errors.missing
  const figure = Number(amount)
  if (figure >= Number(least) && figure <= Number(most)) return undefined
  return errors.range(formatMoney(least, currency), formatMoney(most, currency))
}

/** What the subscription asks for at each renewal comes first. */
function suggestionsFor(minimum: string | undefined): readonly string[] {
  const usual = ['25', '50', '100']
  if (minimum === undefined || isZero(minimum)) return usual
  return [minimum, ...usual.filter((amount) => Number(amount) !== Number(minimum)).slice(-2)]
}
