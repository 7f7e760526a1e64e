import '@fontsource-variable/ibm-plex-sans/wght.css'
import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/500.css'
import '../styles/base.css'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { dress, redress } from './appearance.ts'
import { listenToHost, reportHeight, tellParent } from './frame.ts'

/** Puts a page for operators into its document, in English. */
export function mountInEnglish(page: ReactNode): void {
  createRoot(place()).render(<StrictMode>{page}</StrictMode>)
}

/**
 * Puts a page for customers into its document, in their language and the merchant's colours. It is drawn anew when the
 * page around it asks for another look.
 */
export async function mount(page: () => ReactNode): Promise<void> {
  await dress()
  const root = createRoot(place())
  const draw = () => root.render(<StrictMode>{page()}</StrictMode>)
  draw()
  reportHeight()
  listenToHost((appearance) => redress(appearance).then(draw))
  tellParent({ type: 'ready' })
}

function place(): HTMLElement {
  const found = document.getElementById('root')
  if (found === null) throw new Error('The document has no #root.')
  return found
}
