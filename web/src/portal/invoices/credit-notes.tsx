import type { Invoice } from '../../api/portal.ts'
import { formatDay } from '../../format/time.ts'
import { texts } from '../../texts/texts.ts'
import { Amount } from '../../ui/money.tsx'

/** What of an invoice was given back. */
export function CreditNotes({ invoice: { creditNotes, currency } }: { invoice: Invoice }) {
  const words = texts.portal.invoice
  const issued = creditNotes.filter(({ status }) => status === 'ISSUED')
  if (issued.length === 0) return null
  return (
    <section>
      <h2 id="credits-title">{words.credits}</h2>
      <table className="ledger" aria-labelledby="credits-title">
        <tbody>
          {issued.map(({ number, amount, issuedAt }) => (
            <tr key={number}>
              <th scope="row">{words.credit(number, formatDay(issuedAt, { timeZone: 'UTC' }))}</th>
              <td>
                <Amount amount={amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
