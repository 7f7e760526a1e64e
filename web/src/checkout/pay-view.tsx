import { type ReactNode, useState } from 'react'
import type { Checkout } from '../api/portal.ts'
import { formatMoment } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { ViewTitle } from '../ui/page.tsx'
import { type BankFields, BankForm, emptyBank } from './bank-form.tsx'
import type { CardFields } from './card-fields.ts'
import { CardForm } from './card-form.tsx'
import { Declined } from './declined.tsx'
import { ElementForm } from './element-form.tsx'
import { PlainForm } from './plain-form.tsx'
import { safeAddress } from './redirect.ts'
import { Summary } from './summary.tsx'
import { TestCards } from './test-cards.tsx'
import type { CheckoutState } from './use-checkout.ts'
import { WayList } from './way-list.tsx'
import { type Way, waysOf } from './ways.ts'

/** What the payer has entered so far: it outlives the views that come between. */
export type Entered = {
  readonly way?: string
  readonly card: CardFields
  readonly bank: BankFields
}

type PayViewProps = {
  readonly checkout: Checkout
  readonly state: CheckoutState
  readonly entered: Entered
  readonly onChange: (entered: Entered) => void
}

/** What is to be paid, and the form that pays it. */
export function PayView({ checkout, state, entered, onChange }: PayViewProps): ReactNode {
  const words = texts.checkout
  const name = checkout.merchant.name
  const back = safeAddress(checkout.failureRedirectUrl)
  return (
    <div className="view">
      <ViewTitle arrived={state.acted && state.sending === 'idle' && !checkout.failure}>
        {titleOf(checkout)}
      </ViewTitle>
      <Summary checkout={checkout} />
      <div role="alert">
        <Declined state={state} checkout={checkout} />
      </div>
      <Ways checkout={checkout} state={state} entered={entered} onChange={onChange} />
      {checkout.entityType === 'invoice' ? null : (
        <p className="soft small">{words.payableUntil(formatMoment(checkout.expiresAt))}</p>
      )}
      {back ? (
        <p>
          <a className="onward" href={back.href}>
            {words.back(name)}
          </a>
        </p>
      ) : null}
    </div>
  )
}

function titleOf({ mode, merchant, offers }: Checkout): string {
  const words = texts.checkout
  if (mode === 'payment') return words.pay(merchant.name)
  const cardOnly = offers.every((offer) => offer === 'card')
  return cardOnly ? words.setup(merchant.name) : words.setupAny(merchant.name)
}

/** Every way there is, and the form of the chosen one. */
function Ways({ checkout, state, entered, onChange }: PayViewProps): ReactNode {
  const words = texts.checkout
  // The list stays as it was while the page is open, though a month may end meanwhile.
  const [now] = useState(() => new Date())
  const ways = waysOf(checkout, now)
  const way = ways.find(({ id }) => id === entered.way) ?? ways[0]
  if (way === undefined) return null
  return (
    <>
      {ways.length > 1 ? (
        <WayList
          legend={checkout.mode === 'setup' ? words.saveWith : words.payWith}
          ways={ways}
          chosen={way.id}
          locked={state.sending === 'sending'}
          onChoose={(id) => onChange({ ...entered, way: id })}
        />
      ) : null}
      <FormOf {...{ checkout, state, entered, onChange, way }} />
    </>
  )
}

type FormOfProps = PayViewProps & { readonly way: Way }

function FormOf({ checkout, state, entered, onChange, way }: FormOfProps): ReactNode {
  const setCard = (card: CardFields) => onChange({ ...entered, card })
  switch (way.kind) {
    case 'card':
      return (
        <>
          <CardForm checkout={checkout} state={state} fields={entered.card} onChange={setCard} />
          {checkout.provider === 'sandbox' ? (
            <TestCards onUse={(card) => setCard({ ...entered.card, ...card })} />
          ) : null}
        </>
      )
    case 'bank_debit':
      return (
        <BankForm
          checkout={checkout}
          state={state}
          fields={entered.bank}
          onChange={(bank) => onChange({ ...entered, bank })}
        />
      )
    case 'element':
      return <ElementForm checkout={checkout} state={state} />
    case 'method':
    case 'wallet':
    case 'funds':
      return <PlainForm checkout={checkout} state={state} way={way} />
  }
}

export const nothingEntered = (card: CardFields): Entered => ({ card, bank: emptyBank })
