import type { Appearance, StripeElementLocale } from '@stripe/stripe-js'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Checkout } from '../../api/portal.ts'
import type { StripeForm } from './confirm.ts'
import { openStripe } from './open-stripe.ts'

export type FormStage = 'loading' | 'ready' | 'failed'

/** Puts the form of Stripe into its place: a frame of Stripe, in which the card is entered and which we cannot read. */
export function useStripeForm({ stripe: account, mode }: Checkout) {
  const place = useRef<HTMLDivElement>(null)
  const [form, setForm] = useState<StripeForm>()
  const [stage, setStage] = useState<FormStage>('loading')
  const [tries, setTries] = useState(0)
  const { publishableKey, account: connected, amount = 0, currency = '' } = account ?? {}

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is a reason of its own.
  useEffect(() => {
    const spot = place.current
    if (spot === null || publishableKey === undefined) return undefined
    let gone = false
    let unmount = () => {}
    setStage('loading')
    const whose = { publishableKey, ...(connected !== undefined && { account: connected }) }
    openStripe(whose).then(
      (stripe) => {
        if (gone) return
        const shared = {
          currency,
          appearance: appearanceOf(spot),
          locale: document.documentElement.lang as StripeElementLocale,
        }
        const isSetup = mode === 'setup' || amount === 0
        const elements = isSetup
          ? stripe.elements({ mode: 'setup', ...shared })
          : stripe.elements({ mode: 'payment', amount, ...shared })
        const element = elements.create('payment')
        element.on('ready', () => setStage('ready'))
        element.on('loaderror', () => setStage('failed'))
        element.mount(spot)
        unmount = () => element.destroy()
        setForm({ stripe, elements })
      },
      () => {
        if (!gone) setStage('failed')
      },
    )
    return () => {
      gone = true
      unmount()
    }
  }, [publishableKey, connected, amount, currency, mode, tries])

  const retry = useCallback(() => setTries((before) => before + 1), [])
  return { place, form, stage, retry }
}

/** The colours of the page, as the place of the form has them. */
function appearanceOf(place: HTMLElement): Appearance {
  const { color, backgroundColor, outlineColor, borderTopColor } = getComputedStyle(place)
  return {
    theme: isDark() ? 'night' : 'stripe',
    variables: {
      colorText: color,
      colorBackground: backgroundColor,
      colorPrimary: outlineColor,
      borderRadius: '6px',
      fontFamily: 'system-ui, sans-serif',
      fontSizeBase: '16px',
    },
    rules: { '.Input': { border: `1px solid ${borderTopColor}`, boxShadow: 'none' } },
  }
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark'
}
