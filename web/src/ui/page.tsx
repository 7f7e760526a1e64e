import { type ReactNode, useContext, useEffect, useRef } from 'react'
import { texts } from '../texts/texts.ts'
import { Inside } from './inside.ts'
import { Mark, NotchedRule } from './mark.tsx'
import { Notice } from './notice.tsx'
import { readPageData } from './page-data.ts'
import { useOnline } from './use-online.ts'

const { branding = {} } = readPageData()

type PageProps = {
  /** Who the reader deals with; nothing while that is not known yet. */
  readonly name?: string | undefined
  /** What stands at the far end of the header. */
  readonly aside?: ReactNode
  /** The way to other parts of the page; it stands above its content. */
  readonly navigation?: ReactNode
  readonly width?: 'narrow' | 'wide'
  readonly children: ReactNode
}

/** The frame of every page: header, main and footer landmarks, and the offline notice. */
export function Page(props: PageProps): ReactNode {
  const { name, aside, navigation, width = 'narrow', children } = props
  const online = useOnline()
  return (
    <div className={`page page-${width}`}>
      <a className="skip" href="#main">
        {texts.common.skip}
      </a>
      <header className="masthead">
        <Sign name={name} />
        <span className="masthead-name">{branding.name || name}</span>
        <span className="masthead-aside">{aside}</span>
      </header>
      <NotchedRule />
      {navigation}
      <div role="status">
        {online ? null : <Notice kind="warn">{texts.common.offlineBanner}</Notice>}
      </div>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="colophon">
        {branding.supportUrl ? (
          <a className="onward" href={branding.supportUrl} target="_blank" rel="noreferrer">
            {texts.common.support}
          </a>
        ) : null}
        <span>{texts.common.poweredBy}</span>
      </footer>
    </div>
  )
}

/** The merchant's logo where it has one, else our mark. */
function Sign({ name = branding.name }: { name?: string | undefined }): ReactNode {
  if (branding.logoUrl === undefined) return <Mark />
  // The name stands beside it.
  return <img className="logo" src={branding.logoUrl} alt="" title={name} />
}

/** The heading of a view; it takes the focus when the view replaced another one. */
export function ViewTitle({ arrived, children }: { arrived: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus()
  }, [arrived])
  const Level = useContext(Inside) ? 'h2' : 'h1'
  return (
    <Level className="view-title" ref={heading} tabIndex={-1}>
      {children}
    </Level>
  )
}
