/** What the page around an embedded one is told. Never a token, never personal data. */
export type FrameMessage =
  | { readonly type: 'payment_success'; readonly id: string }
  | { readonly type: 'payment_error'; readonly id: string; readonly code: string }
  | { readonly type: 'resize'; readonly height: number }

export const framed = window.parent !== window

/** Tells the parent, at the one origin that loaded us; without a known origin nothing is said. */
export function tellParent(message: FrameMessage): void {
  const origin = framed ? parentOrigin() : undefined
  if (origin === undefined) return
  window.parent.postMessage({ source: 'tallystick', version: 1, ...message }, origin)
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

function parentOrigin(): string | undefined {
  if (!URL.canParse(document.referrer)) return undefined
  const { origin } = new URL(document.referrer)
  return origin === 'null' ? undefined : origin
}
