import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { type Section, sections } from './route.ts'
import { ViewLink } from './view-link.tsx'

/** The way to every section, by links. */
export function Navigation({ section }: { section: Section }): ReactNode {
  const words = texts.portal
  return (
    <nav className="sections" aria-label={words.navigation}>
      <ul>
        {sections.map((one) => (
          <li key={one}>
            <ViewLink to={{ view: one }} current={one === section}>
              {words.sections[one]}
            </ViewLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
