import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { MailWithText, OutboxClient } from '../api/outbox.ts'
import { formatMoment } from '../format/time.ts'
import { enOutbox } from '../texts/en-outbox.ts'
import { Choice } from '../ui/choice.tsx'
import { FailedLoad } from '../ui/failed-load.tsx'
import { ViewTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useLoad } from '../ui/use-load.ts'

const words = enOutbox

type MailViewProps = {
  readonly client: OutboxClient
  readonly id: string
  readonly onBack: () => void
}

/** One mail: to whom, when, and what it says in both its forms. */
export function MailView({ client, id, onBack }: MailViewProps): ReactNode {
  const read = useCallback((signal: AbortSignal) => client.get(id, signal), [client, id])
  const { value, failure, reload } = useLoad(read)
  useEffect(() => {
    document.title = [value?.subject, words.documentTitle].filter(Boolean).join(' · ')
  }, [value])
  return (
    <article className="view">
      <div>
        <button type="button" className="button button-quiet outbox-back" onClick={onBack}>
          <span aria-hidden="true">←</span> {words.back}
        </button>
        {value ? <ViewTitle arrived={true}>{value.subject}</ViewTitle> : null}
      </div>
      {failure ? <FailedLoad text={words.mailFailed} onRetry={reload} /> : null}
      {value === undefined && !failure ? <Skeleton label={words.loading} lines={6} /> : null}
      {value ? <Content mail={value} /> : null}
    </article>
  )
}

type Form = 'html' | 'text'
const forms: readonly Form[] = ['html', 'text']

function Content({ mail }: { mail: MailWithText }): ReactNode {
  const [form, setForm] = useState<Form>('html')
  const { facts, kinds, explained } = words
  return (
    <>
      <dl className="mail-facts">
        <dt>{facts.to}</dt>
        <dd>{mail.to}</dd>
        <dt>{facts.at}</dt>
        <dd>
          <time dateTime={mail.createdAt}>{formatMoment(mail.createdAt)}</time>
        </dd>
        <dt>{facts.kind}</dt>
        <dd>{kinds[mail.kind]}</dd>
        <dt>{facts.status}</dt>
        <dd>{explained[mail.status]}</dd>
      </dl>
      <Choice
        name="form"
        legend={words.form}
        options={forms.map((value) => ({ value, label: words.forms[value] }))}
        value={form}
        onChange={setForm}
      />
      {form === 'html' ? (
        <MailFrame subject={mail.subject} html={mail.html} />
      ) : (
        <pre className="mail-text">{mail.text}</pre>
      )}
    </>
  )
}

// The one place where text becomes a document: in a frame in which no script runs and which belongs to nobody.
const trusted = (window as Trusting).trustedTypes?.createPolicy('mail', {
  createHTML: (html) => html,
})

/** What the page's policy asks for where a browser knows it; the library of types does not yet. */
type Trusting = {
  readonly trustedTypes?: {
    readonly createPolicy: (name: string, rules: Policy) => Policy
  }
}
type Policy = { readonly createHTML: (html: string) => string }

function MailFrame({ subject, html }: { subject: string; html: string }): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    if (!frame.current) return
    frame.current.srcdoc = trusted?.createHTML(html) ?? html
  }, [html])
  return (
    <iframe
      ref={frame}
      className="mail-frame"
      title={words.frame(subject)}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
    />
  )
}
