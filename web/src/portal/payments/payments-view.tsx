import type { ReactNode } from 'react'
import { texts } from '../../texts/texts.ts'
import { ViewTitle } from '../../ui/page.tsx'
import type { Portal } from '../portal.ts'
import { BalanceSection } from './balance-section.tsx'
import { ChargesSection } from './charges-section.tsx'
import { MethodsSection } from './methods-section.tsx'

/** The money that is there, how more of it comes, and where it went. */
export function PaymentsView({ portal }: { portal: Portal }): ReactNode {
  return (
    <>
      <ViewTitle arrived={portal.arrived}>{texts.portal.sections.payments}</ViewTitle>
      <BalanceSection portal={portal} />
      <MethodsSection portal={portal} />
      <ChargesSection portal={portal} />
    </>
  )
}
