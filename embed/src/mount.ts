import { type Appearance, readAddress } from './address.ts'
import type { FailureCode, TallystickEvent } from './events.ts'
import { showFailure } from './failure.ts'
import { type Frame, openFrame } from './frame.ts'

export type { Appearance, FailureCode, TallystickEvent }

/** Where the address comes from: `getLink` asks your back end, again whenever a session is over. */
export type LinkSource =
  | { readonly url: string; readonly getLink?: undefined }
  | { readonly getLink: () => Promise<string>; readonly url?: undefined }

export type MountOptions = LinkSource &
  Appearance & {
    /** What screen readers call the frame: `Billing` when left out. */
    readonly title?: string | undefined
    /** Lets invoices be saved and opened in tabs; the frame may then open tabs that no sandbox holds. */
    readonly downloads?: boolean | undefined
    readonly onEvent?: ((event: TallystickEvent) => void) | undefined
  }

export type Mounted = {
  /** Takes the frame away and asks nobody anything any more. */
  readonly unmount: () => void
  readonly setAppearance: (appearance: Appearance) => void
}

/** Links that end as soon as they are made would be asked for without end. */
const renewals = { most: 3, withinMs: 60_000 }

/** Shows a portal or a checkout in an element of the page. */
export function mount(place: Element, options: MountOptions): Mounted {
  let appearance: Appearance = { theme: options.theme, locale: options.locale }
  let frame: Frame | undefined
  let isOver = false
  let isAsking = false
  let renewed: readonly number[] = []

  const tell = (event: TallystickEvent) => options.onEvent?.(event)

  function fail(code: FailureCode, reason: string): void {
    frame?.close()
    frame = undefined
    showFailure(place, { code, reason, locale: appearance.locale, retry: () => void open() })
    tell({ type: 'failed', code, reason })
  }

  async function open(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      // Who mounts and unmounts in one breath, as React's strict mode does, asks for no link.
      await Promise.resolve()
      if (!isOver) await show(options.url ?? (await options.getLink()))
    } catch (error) {
      if (!isOver) fail('link_failed', `getLink brought no link: ${(error as Error)?.message}`)
    } finally {
      isAsking = false
    }
  }

  async function show(link: string): Promise<void> {
    const downloads = options.downloads === true
    const address = readAddress(link, { ...appearance, ...(downloads && { downloads: '1' }) })
    if (isOver) return
    frame?.close()
    frame = openFrame(place, address, {
      title: options.title ?? 'Billing',
      downloads,
      onEvent: hear,
      onDark: ({ code, reason }) => fail(code, reason),
    })
  }

  function hear(event: TallystickEvent): void {
    // It may have been changed while the page was on its way.
    if (event.type === 'ready') sendAppearance()
    tell(event)
    if (event.type === 'session_expired' && options.getLink) renew()
  }

  function renew(): void {
    const now = Date.now()
    renewed = [...renewed.filter((at) => at > now - renewals.withinMs), now]
    if (renewed.length <= renewals.most) return void open()
    fail('link_failed', 'The links of getLink are over as soon as they are made.')
  }

  function sendAppearance(): void {
    frame?.tell({ type: 'appearance', ...appearance })
  }

  void open()
  return {
    unmount: () => {
      isOver = true
      frame?.close()
      place.replaceChildren()
    },
    setAppearance: (wish) => {
      appearance = { ...appearance, ...wish }
      sendAppearance()
    },
  }
}
