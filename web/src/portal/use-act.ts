import { useCallback, useEffect, useRef, useState } from 'react'
import type { RequestFailure } from '../api/request.ts'
import { asFailure } from '../ui/use-load.ts'

export type Act = {
  readonly running: boolean
  readonly failure: RequestFailure | undefined
  /** Does it, unless it is being done already. */
  readonly run: (work: () => Promise<void>) => void
}

/** Something that the reader sets going: it is done once at a time, and says why it was not. */
export function useAct(): Act {
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<RequestFailure>()
  const busy = useRef(false)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  const run = useCallback((work: () => Promise<void>) => {
    // State lags behind a second press in the same frame; the reference does not.
    if (busy.current) return
    busy.current = true
    setRunning(true)
    setFailure(undefined)
    work()
      .catch((cause: unknown) => {
        if (here.current) setFailure(asFailure(cause))
      })
      .finally(() => {
        busy.current = false
        if (here.current) setRunning(false)
      })
  }, [])
  return { running, failure, run }
}
