import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../texts/texts.ts'
import { Mark, NotchedRule } from './mark.tsx'
import { Notice } from './notice.tsx'
import { useOnline } from './use-online.ts'

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
        <Mark />
        <span className="masthead-name">{name}</span>
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
      <footer className="colophon">{texts.common.poweredBy}</footer>
    </div>
  )
}

/** The heading of a view; it takes the focus when the view replaced another one. */
export function ViewTitle({ arrived, children }: { arrived: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus()
  }, [arrived])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
