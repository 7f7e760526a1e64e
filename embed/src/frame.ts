import type { Address } from './address.ts'
import { type Diagnosis, diagnose, forbiddenByPage } from './diagnose.ts'
import { isOurs, readEvent, type TallystickEvent } from './events.ts'

export type Frame = {
  readonly element: HTMLIFrameElement
  /** Tells the page something; nobody else hears it. */
  readonly tell: (message: object) => void
  readonly close: () => void
}

export type FrameOptions = {
  readonly title: string
  readonly downloads: boolean
  readonly onEvent: (event: TallystickEvent) => void
  /** The frame shows nothing and never will. */
  readonly onDark: (why: Exclude<Diagnosis, 'allowed'>) => void
}

const usual = 'allow-scripts allow-same-origin allow-forms allow-popups'
/** Without the second, a document that opens in a tab of its own could not be saved there. */
const withDownloads = `${usual} allow-downloads allow-popups-to-escape-sandbox`

/** Until the page has said how tall it is. */
const firstHeightPx = 480

/** Puts a frame for the address into the place and listens to it, and to nobody else. */
export function openFrame(place: Element, address: Address, options: FrameOptions): Frame {
  const element = makeFrame(place.ownerDocument, options)
  const listen = ({ source, origin, data }: MessageEvent) => {
    if (source === null || source !== element.contentWindow || origin !== address.origin) return
    if (isOurs(data)) stopWatching()
    const event = readEvent(data)
    if (!event) return
    if (event.type === 'resize') element.style.height = `${event.height}px`
    options.onEvent(event)
  }
  addEventListener('message', listen)
  const stopWatching = watch(element, address, options.onDark)
  element.src = address.href
  place.replaceChildren(element)
  return {
    element,
    tell: (message) => {
      const told = { source: 'tallystick-host', version: 1, ...message }
      element.contentWindow?.postMessage(told, address.origin)
    },
    close: () => {
      removeEventListener('message', listen)
      stopWatching()
      element.remove()
    },
  }
}

function makeFrame(document: Document, { title, downloads }: FrameOptions): HTMLIFrameElement {
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', downloads ? withDownloads : usual)
  // The page must learn who shows it, whatever this page says to others; the path is nobody's business.
  element.referrerPolicy = 'origin'
  element.title = title
  const { style } = element
  style.display = 'block'
  style.width = '100%'
  style.height = `${firstHeightPx}px`
  style.border = '0'
  return element
}

/** A page that was loaded speaks at once; one that never loads is given up to a slow network. */
const afterLoadMs = 1_500
const atLatestMs = 10_000

/** Finds out why a frame stays dark, until that is called off. One that only waits for a slow network is left alone. */
function watch(
  element: HTMLIFrameElement,
  address: Address,
  onDark: FrameOptions['onDark'],
): () => void {
  const ending = new AbortController()
  const { signal } = ending
  const giveUp = (why: Diagnosis) => {
    if (signal.aborted || why === 'allowed') return
    ending.abort()
    onDark(why)
  }
  const look = async (isLast: boolean) => {
    const found = await diagnose(address)
    // An answer that was lost may come at the next look; a refusal stays one.
    if (isLast || found === 'allowed' || found.code !== 'unreachable') giveUp(found)
  }
  const lookIn = (delayMs: number, isLast: boolean) => {
    const timer = setTimeout(() => void look(isLast), delayMs)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }
  // A refused document counts as loaded, too.
  element.addEventListener('load', () => lookIn(afterLoadMs, false), { signal, once: true })
  lookIn(atLatestMs, true)
  const forbidden = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective !== 'frame-src' || !blockedURI.startsWith(address.origin)) return
    giveUp(forbiddenByPage(address))
  }
  document.addEventListener('securitypolicyviolation', forbidden, { signal })
  return () => ending.abort()
}
