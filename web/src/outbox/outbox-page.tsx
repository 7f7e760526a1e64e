import { type ReactNode, useMemo } from 'react'
import { outboxClient } from '../api/outbox.ts'
import { enStart } from '../texts/en-start.ts'
import { texts } from '../texts/texts.ts'
import { Page } from '../ui/page.tsx'
import { KeyForm } from './key-form.tsx'
import { MailList } from './mail-list.tsx'
import { MailView } from './mail-view.tsx'
import { useChosen } from './use-chosen.ts'
import { useKey } from './use-key.ts'

/** What customers of the sandbox were sent, for whoever builds with it. */
export function OutboxPage(): ReactNode {
  const [key, setKey] = useKey()
  const [chosen, choose] = useChosen()
  const client = useMemo(() => (key === undefined ? undefined : outboxClient(key)), [key])
  return (
    <Page
      name={enStart.documentTitle}
      aside={<span className="tag">{texts.common.sandbox}</span>}
      width={client ? 'wide' : 'narrow'}
    >
      {client === undefined ? <KeyForm onKey={setKey} /> : null}
      {client && chosen !== undefined ? (
        <MailView client={client} id={chosen} onBack={() => choose(undefined)} />
      ) : null}
      {client && chosen === undefined ? (
        <MailList client={client} onOpen={choose} onForget={() => setKey(undefined)} />
      ) : null}
    </Page>
  )
}
