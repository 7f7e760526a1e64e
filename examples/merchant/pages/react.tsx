import { Tallystick } from '@tallystick/embed/react'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

async function getLink(): Promise<string> {
  const reply = await fetch('/api/portal-link', { method: 'POST' })
  if (!reply.ok) throw new Error(`The shop answered ${reply.status}.`)
  return (await reply.json()).url
}

function Billing() {
  const [dark, setDark] = useState(false)
  return (
    <>
      <h1>Billing</h1>
      <label>
        <input type="checkbox" checked={dark} onChange={() => setDark(!dark)} /> Dark
      </label>
      <Tallystick getLink={getLink} theme={dark ? 'dark' : 'light'} locale="en" />
    </>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Billing />
    </StrictMode>,
  )
}
