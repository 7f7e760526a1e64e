import type { ReactNode } from 'react'
import { enStart } from '../texts/en-start.ts'
import { texts } from '../texts/texts.ts'
import { Page } from '../ui/page.tsx'
import { type PageData, readPageData } from '../ui/page-data.ts'
import { Prose } from '../ui/prose.tsx'
import { Command } from './command.tsx'
import { Health } from './health.tsx'

const words = enStart

/** What is running here, and where to go. */
export function StartPage(): ReactNode {
  const data = readPageData()
  const apiUrl = data.apiUrl ?? location.origin
  return (
    <Page
      name={words.documentTitle}
      aside={data.mode === 'sandbox' ? <span className="tag">{texts.common.sandbox}</span> : ''}
    >
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <State data={data} apiUrl={apiUrl} />
      <section aria-labelledby="key-title">
        <h2 id="key-title">{words.key}</h2>
        <Prose text={words.keyBody} />
      </section>
      <section aria-labelledby="commands-title">
        <h2 id="commands-title">{words.commands}</h2>
        <ol className="tries">
          {triesFor(apiUrl).map(({ what, command }) => (
            <li key={command}>
              <p>{what}</p>
              <Command text={command} />
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="pages-title">
        <h2 id="pages-title">{words.pages}</h2>
        <Prose text={words.pagesBody} />
      </section>
      {data.mode === 'sandbox' ? (
        <section aria-labelledby="outbox-title">
          <h2 id="outbox-title">{words.outbox}</h2>
          <p>{words.outboxBody}</p>
          <a className="onward" href="/outbox">
            {words.outboxLink}
          </a>
        </section>
      ) : null}
      <Documents />
    </Page>
  )
}

function State({ data, apiUrl }: { data: PageData; apiUrl: string }): ReactNode {
  return (
    <section aria-labelledby="state-title">
      <h2 id="state-title">{words.state}</h2>
      <dl className="facts">
        <dt>{words.health}</dt>
        <dd>
          <Health path="/healthz" />
        </dd>
        <dt>{words.ready}</dt>
        <dd>
          <Health path="/readyz" />
        </dd>
        {data.mode ? (
          <>
            <dt>{words.mode}</dt>
            <dd>{words.modes[data.mode]}</dd>
          </>
        ) : null}
        <dt>{words.api}</dt>
        <dd className="figure">{apiUrl}/v0</dd>
        {data.version ? (
          <>
            <dt>{words.version}</dt>
            <dd className="figure">{data.version}</dd>
          </>
        ) : null}
      </dl>
    </section>
  )
}

function triesFor(apiUrl: string) {
  return [
    { what: words.tries.demo, command: 'npm run demo' },
    {
      what: words.tries.plans,
      command: `curl ${apiUrl}/v0/plans -H "Authorization: Bearer $TALLY_KEY"`,
    },
    { what: words.tries.doctor, command: 'npm run tallystick -- doctor' },
  ]
}

function Documents(): ReactNode {
  return (
    <section aria-labelledby="docs-title">
      <h2 id="docs-title">{words.docs}</h2>
      <p>{words.docsNote}</p>
      <dl className="facts">
        {words.files.map(([file, about]) => (
          <div key={file} className="fact">
            <dt className="figure">{file}</dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
