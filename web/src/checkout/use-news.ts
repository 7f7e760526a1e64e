import { useEffect } from 'react'
import type { CheckoutState } from './use-checkout.ts'

const soonestMs = 1_000
const latestMs = 60_000

/** Learns what happens elsewhere while the page is open: its time runs out, or another tab pays. */
export function useNews({ checkout, look }: CheckoutState): void {
  const isOpen = checkout?.status === 'pending'
  const expiresAt = checkout?.expiresAt
  useEffect(() => {
    if (!isOpen || expiresAt === undefined) return undefined
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      const leftMs = Date.parse(expiresAt) - Date.now()
      // Clocks differ, and timers of weeks are not kept: the server is asked when it may be over.
      const delayMs = leftMs > 0 ? Math.min(leftMs + soonestMs, 2 ** 31 - 1) : latestMs
      timer = setTimeout(() => {
        look()
        wait()
      }, delayMs)
    }
    const returned = () => {
      if (document.visibilityState === 'visible') look()
    }
    wait()
    document.addEventListener('visibilitychange', returned)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', returned)
    }
  }, [isOpen, expiresAt, look])
}
