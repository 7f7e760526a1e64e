import { useCallback, useEffect, useState } from 'react'

const field = 'mail'

/** Which mail the address names, so that reloading and going back do what they do everywhere. */
export function useChosen(): readonly [string | undefined, (id: string | undefined) => void] {
  const [chosen, setChosen] = useState(idOfAddress)
  useEffect(() => {
    const moved = () => setChosen(idOfAddress())
    addEventListener('popstate', moved)
    return () => removeEventListener('popstate', moved)
  }, [])
  const choose = useCallback((id: string | undefined) => {
    const query = id === undefined ? '' : `?${new URLSearchParams({ [field]: id })}`
    history.pushState(null, '', location.pathname + query)
    setChosen(id)
  }, [])
  return [chosen, choose]
}

function idOfAddress(): string | undefined {
  return new URLSearchParams(location.search).get(field) ?? undefined
}
