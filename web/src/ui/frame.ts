import type { Appearance } from './appearance.ts'

/** What the page around an embedded one is told. Never a token, never personal data. */
export type FrameMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'resize'; readonly height: number }
  | { readonly type: 'view'; readonly name: string }
  | { readonly type: 'session_expired' }
  | { readonly type: 'payment_success'; readonly id: string }
  | { readonly type: 'payment_error'; readonly id: string; readonly code: string }

export const framed = window.parent !== window

/**
 * Whether files can be saved from here. A frame cannot see whether it may: a host that allows it says so in the address,
 * `?downloads=1`.
 */
export function mayDownload(): boolean {
  return !framed || new URLSearchParams(location.search).get('downloads') === '1'
}

/** Tells the parent, at the one origin that loaded us; without a known origin nothing is said. */
export function tellParent(message: FrameMessage): void {
  const origin = framed ? parentOrigin() : undefined
  if (origin === undefined) return
  window.parent.postMessage({ source: 'tallystick', version: 1, ...message }, origin)
}

/** Hears how the page around this one wants it to look. Nobody else is listened to. */
export function listenToHost(onAppearance: (wish: Appearance) => void): void {
  if (!framed) return
  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || origin !== parentOrigin()) return
    const wish = data as { source?: unknown; version?: unknown; type?: unknown } & Appearance
    if (wish?.source !== 'tallystick-host' || wish.version !== 1) return
    if (wish.type === 'appearance') onAppearance({ locale: wish.locale, theme: wish.theme })
  })
}

/** Reports the height of the page whenever it changes, so that the frame can fit it. */
export function reportHeight(): void {
  if (!framed) return
  // In a frame the page is as tall as its content, or the frame could never shrink again.
  document.documentElement.classList.add('framed')
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    if (height > 0) tellParent({ type: 'resize', height })
  }).observe(document.body)
}

/** Where browsers know it they say so; the others name who loaded us, which is lost with the first reload. */
function parentOrigin(): string | undefined {
  const [direct] = location.ancestorOrigins ?? []
  const from = direct ?? (URL.canParse(document.referrer) ? new URL(document.referrer).origin : '')
  return from === '' || from === 'null' ? undefined : from
}
