import type { ReactNode } from 'react'
import type { Invoice } from '../../api/portal.ts'
import { texts } from '../../texts/texts.ts'
import { mayDownload } from '../../ui/frame.ts'

const kinds = ['pdf', 'ubl', 'cii'] as const

/** The invoice as files, where the page around this one lets files be saved. */
export function Documents({ invoice }: { invoice: Invoice }): ReactNode {
  const words = texts.portal.invoice
  const { documents, creditNotes } = invoice
  const files = kinds.flatMap((kind) => {
    const url = documents[kind]
    return url === undefined ? [] : [{ url, label: words.files[kind] }]
  })
  const credits = creditNotes.map(({ number, documentUrl }) => ({
    url: documentUrl,
    label: words.creditPdf(number),
  }))
  const all = [...files, ...credits]
  return (
    <section className="documents">
      <h2>{words.documents}</h2>
      {mayDownload() ? (
        <ul>
          {all.map(({ url, label }) => (
            <li key={url}>
              <a className="onward" href={url} download={true}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft small">{words.noDownloads}</p>
      )}
    </section>
  )
}
