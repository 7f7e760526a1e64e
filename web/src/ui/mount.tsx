import '@fontsource-variable/ibm-plex-sans/wght.css'
import '@fontsource/ibm-plex-mono/400.css'
import '@fontsource/ibm-plex-mono/500.css'
import '../styles/base.css'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { reportHeight } from './frame.ts'

/** Puts a page into its document. */
export function mount(page: ReactNode): void {
  const place = document.getElementById('root')
  if (place === null) throw new Error('The document has no #root.')
  createRoot(place).render(<StrictMode>{page}</StrictMode>)
  reportHeight()
}
