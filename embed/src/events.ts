/** What the host learns of the page in the frame. Never a token, never personal data. */
export type TallystickEvent =
  /** The page is there and can be used. */
  | { readonly type: 'ready' }
  /** The page is so many CSS pixels tall now; the frame has followed already. */
  | { readonly type: 'resize'; readonly height: number }
  /** Another part of the page is shown. */
  | { readonly type: 'view'; readonly name: string }
  /** The payment session of that id is paid, or the payment method stored. */
  | { readonly type: 'payment_success'; readonly id: string }
  /** It is not; `code` says why, such as `card_declined`. The payer can try again in the frame. */
  | { readonly type: 'payment_error'; readonly id: string; readonly code: string }
  /** The link or what it had opened is over. With `getLink` a new one is on its way. */
  | { readonly type: 'session_expired' }
  /** Nothing can be shown. `reason` is a sentence for developers, and stands in the frame's place. */
  | { readonly type: 'failed'; readonly code: FailureCode; readonly reason: string }

export type FailureCode =
  /** The origin of this page is not among the embed origins of the merchant. */
  | 'origin_refused'
  /** The Content-Security-Policy of this page does not let the frame in. */
  | 'csp'
  /** The address names no page. */
  | 'unknown_link'
  /** Nobody answers at the address. */
  | 'unreachable'
  /** `getLink` failed, or its links end as soon as they are made. */
  | 'link_failed'

type Message = Readonly<Record<string, unknown>>

/** Heights beyond this are no page of ours. */
const mostPixels = 100_000

/** Whether it is a message of ours at all; newer pages may say more than this script knows. */
export function isOurs(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null) return false
  const { source, version } = data as Message
  return source === 'tallystick' && version === 1
}

/** Reads a message field by field: nothing that was not agreed reaches the host. */
export function readEvent(data: unknown): TallystickEvent | undefined {
  return isOurs(data) ? readers.get(String(data['type']))?.(data) : undefined
}

type Read = (message: Message) => TallystickEvent | undefined

const readers: ReadonlyMap<string, Read> = new Map(
  Object.entries<Read>({
    ready: () => ({ type: 'ready' }),
    session_expired: () => ({ type: 'session_expired' }),
    resize: ({ height }) =>
      typeof height === 'number' && height > 0 && height < mostPixels
        ? { type: 'resize', height }
        : undefined,
    view: ({ name }) => (isText(name) ? { type: 'view', name } : undefined),
    payment_success: ({ id }) => (isText(id) ? { type: 'payment_success', id } : undefined),
    payment_error: ({ id, code }) =>
      isText(id) && isText(code) ? { type: 'payment_error', id, code } : undefined,
  }),
)

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255
}
