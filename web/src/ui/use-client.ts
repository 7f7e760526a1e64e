import { useEffect, useState } from 'react'
import { type Client, openClient, readLink } from '../api/session.ts'

/** A client for the link in the address; a new one when another link is pasted into the same tab. */
export function useClient(): Client | undefined {
  const [client, setClient] = useState(clientOfAddress)
  useEffect(() => {
    const changed = () => {
      if (readLink()?.code !== undefined) setClient(clientOfAddress())
    }
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return client
}

function clientOfAddress(): Client | undefined {
  const link = readLink()
  return link === undefined ? undefined : openClient(link)
}
