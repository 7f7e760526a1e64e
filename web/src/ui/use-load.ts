import { useCallback, useEffect, useRef, useState } from 'react'
import { RequestFailure } from '../api/request.ts'

export type Load<T> = {
  /** The last that was loaded; it stays while something newer is on its way. */
  readonly value: T | undefined
  readonly failure: RequestFailure | undefined
  readonly loading: boolean
  readonly reload: () => void
}

/** Loads what `read` brings, again whenever `read` changes, and calls off what is out of date. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>): Load<T> {
  const [state, setState] = useState<Omit<Load<T>, 'reload'>>({
    value: undefined,
    failure: undefined,
    loading: true,
  })
  const running = useRef<AbortController | undefined>(undefined)

  const reload = useCallback(() => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState((before) => ({ ...before, loading: true }))
    read(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setState({ value, failure: undefined, loading: false })
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return
        setState((before) => ({ ...before, failure: asFailure(cause), loading: false }))
      },
    )
  }, [read])

  useEffect(() => {
    reload()
    return () => running.current?.abort()
  }, [reload])

  return { ...state, reload }
}

/** Anything that is not a reply of the API is a fault of ours. */
export function asFailure(cause: unknown): RequestFailure {
  return cause instanceof RequestFailure ? cause : new RequestFailure('broken', { cause })
}
