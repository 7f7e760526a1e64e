import { useCallback, useEffect, useRef, useState } from 'react'
import type { CheckoutState } from './use-checkout.ts'

export type BankWindowStage = 'unopened' | 'open' | 'blocked' | 'closed'

const watchEveryMs = 300
const lookEveryMs = 2_000

/** A window of the bank, opened by the press that paid or by one of its own, and watched until it is closed. */
export function useBankWindow(id: string, { acted, pass, follow }: CheckoutState) {
  const [stage, setStage] = useState<BankWindowStage>('unopened')
  const opened = useRef<Window | null>(null)
  // Without a press nobody has asked for a window: after a reload it waits for one.
  const [wanted] = useState(acted)

  const open = useCallback(() => {
    if (opened.current && !opened.current.closed) return opened.current.focus()
    pass().then(
      (token) => {
        opened.current = window.open(addressOf(id, token), 'tallystick-bank', shape())
        setStage(opened.current ? 'open' : 'blocked')
      },
      // The session is over: the next look at it says so.
      () => follow(),
    )
  }, [id, pass, follow])

  const tried = useRef(false)
  useEffect(() => {
    if (!wanted || tried.current) return
    tried.current = true
    open()
  }, [wanted, open])

  useEffect(() => {
    if (stage !== 'open') return undefined
    const watching = setInterval(() => {
      if (!opened.current?.closed) return
      setStage('closed')
      follow()
    }, watchEveryMs)
    // The page around us may have parted us from the window: it is then answered without being seen to close.
    return () => clearInterval(watching)
  }, [stage, follow])

  useEffect(() => {
    if (stage === 'unopened') return undefined
    const looking = setInterval(follow, lookEveryMs)
    return () => clearInterval(looking)
  }, [stage, follow])

  return { stage, open }
}

/** The session travels in the fragment: no server sees it there, and the window removes it at once. */
function addressOf(id: string, token: string): string {
  const { lang, dataset } = document.documentElement
  const look = new URLSearchParams({ locale: lang, theme: dataset['theme'] ?? 'auto' })
  return `/challenge/${encodeURIComponent(id)}?${look}#${token}`
}

const width = 480
const height = 640

function shape(): string {
  const left = Math.max(0, screenX + (outerWidth - width) / 2)
  const top = Math.max(0, screenY + (outerHeight - height) / 2)
  return `popup,width=${width},height=${height},left=${Math.round(left)},top=${Math.round(top)}`
}
