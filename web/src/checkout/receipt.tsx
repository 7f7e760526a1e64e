import { Fragment, type ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { formatMoment } from '../format/time.ts'
import { texts } from '../texts/texts.ts'
import { Amount } from '../ui/money.tsx'
import { methodText } from './method-text.ts'

/** What was paid, to whom, when and with what: everything to keep or to ask about. */
export function Receipt({ checkout }: { readonly checkout: Checkout }): ReactNode {
  const words = texts.checkout.done
  const { amount, currency, merchant, description, receipt, id } = checkout
  const number = receipt?.number
  const method = receipt?.method
  const told: readonly (readonly [string, ReactNode])[] = [
    ...(receipt ? [[words.amount, <Amount key="a" {...{ amount, currency }} />] as const] : []),
    ...(receipt ? [[words.to, merchant.name] as const] : []),
    ...(description ? [[words.what, description] as const] : []),
    ...(number && !description?.includes(number) ? [[words.number, number] as const] : []),
    ...(receipt ? [[words.at, formatMoment(receipt.paidAt)] as const] : []),
    ...(receipt ? [[words.method, method ? methodText(method) : words.fromBalance] as const] : []),
    [words.reference, <Reference key="r" id={id} />],
  ]
  return (
    <dl className="receipt">
      {told.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

const Reference = ({ id }: { readonly id: string }) => <span className="figure">{id}</span>
