import { type ReactNode, useEffect, useState } from 'react'
import { enStart } from '../texts/en-start.ts'
import { type NoticeKind, Sign } from '../ui/notice.tsx'

type Answer = 'checking' | 'up' | 'down' | 'unreachable'

const lookAgainMs = 10_000

const kinds: Record<Answer, NoticeKind> = {
  checking: 'plain',
  up: 'good',
  down: 'bad',
  unreachable: 'bad',
}

/** The server's own word on how it is, asked for as long as the page is looked at. */
export function Health({ path }: { path: '/healthz' | '/readyz' }): ReactNode {
  const [answer, setAnswer] = useState<Answer>('checking')
  useEffect(() => {
    let stopped = false
    const look = () => {
      if (document.hidden) return
      void ask(path).then((found) => {
        if (!stopped) setAnswer(found)
      })
    }
    look()
    const timer = setInterval(look, lookAgainMs)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [path])
  return (
    <span className="status" role="status">
      <Sign kind={kinds[answer]} />
      {enStart[answer]}
    </span>
  )
}

async function ask(path: string): Promise<Answer> {
  try {
    const response = await fetch(path, { cache: 'no-store', credentials: 'omit' })
    return response.ok ? 'up' : 'down'
  } catch {
    return 'unreachable'
  }
}
