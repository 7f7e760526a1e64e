import { useCallback, useState } from 'react'

const place = 'tallystick:outbox:key'

/** The key that opens the outbox, for as long as the tab lives, and how to change it. */
export function useKey(): readonly [string | undefined, (key: string | undefined) => void] {
  const [key, setKey] = useState(recall)
  const change = useCallback((next: string | undefined) => {
    keep(next)
    setKey(next)
  }, [])
  return [key, change]
}

function recall(): string | undefined {
  try {
    return sessionStorage.getItem(place) ?? undefined
  } catch {
    // Where storage is refused, the key lives as long as the page.
    return undefined
  }
}

function keep(key: string | undefined): void {
  try {
    if (key === undefined) sessionStorage.removeItem(place)
    else sessionStorage.setItem(place, key)
  } catch {
    // As above.
  }
}
