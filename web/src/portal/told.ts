import { useSyncExternalStore } from 'react'

let told = ''
const listeners = new Set<() => void>()

/** Says what was just done; it is read out, and shown until the reader goes elsewhere. */
export function tell(sentence: string): void {
  told = sentence
  for (const changed of listeners) changed()
}

export function useTold(): string {
  return useSyncExternalStore(subscribe, () => told)
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}
