import type { ReactNode } from 'react'
import type { Checkout } from '../api/portal.ts'
import { texts } from '../texts/texts.ts'
import { useOnline } from '../ui/use-online.ts'
import { amountOf } from './summary.tsx'

type PayButtonProps = {
  readonly checkout: Checkout
  readonly sending: boolean
  readonly isCard: boolean
}

/** The one button: named by what it does with the amount in it, and held back while that cannot be done. */
export function PayButton({ checkout, sending, isCard }: PayButtonProps): ReactNode {
  const words = texts.checkout
  const online = useOnline()
  const setup = checkout.mode === 'setup'
  const [saveNow, saving] = isCard
    ? [words.saveNow, words.saving]
    : [words.saveMethodNow, words.savingMethod]
  const ready = setup ? saveNow : words.payNow(amountOf(checkout))
  const busy = setup ? saving : words.paying(amountOf(checkout))
  return (
    <>
      <button
        type="submit"
        className="button button-primary"
        aria-disabled={sending || !online}
        aria-describedby={online ? undefined : 'pay-held'}
      >
        {sending ? <span className="spinner" aria-hidden="true" /> : null}
        {sending ? busy : ready}
      </button>
      {online ? null : (
        <p className="soft small" id="pay-held">
          {words.offlineHold}
        </p>
      )}
    </>
  )
}
