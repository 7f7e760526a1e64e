import type { ReactNode } from 'react'
import type { Party } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { addressLines } from './address-lines.ts'

type PartyBlockProps = { readonly title: string; readonly party: Party }

/** Who sells or who buys, as it stands on the invoice. */
export function PartyBlock({ title, party }: PartyBlockProps): ReactNode {
  const { name, taxId, address = {} } = party
  return (
    <section className="party">
      <h2>{title}</h2>
      <p>
        <strong>{name}</strong>
      </p>
      {addressLines(address).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {taxId ? <p className="soft">{texts.portal.invoice.taxId(taxId)}</p> : null}
    </section>
  )
}
