import { type ComponentProps, useEffect, useRef } from 'react'
import { type Mounted, type MountOptions, mount } from './mount.ts'

export type TallystickProps = MountOptions & Omit<ComponentProps<'div'>, keyof MountOptions>

/** A portal or a checkout, by its link. Another `url` is another page; `getLink` and `onEvent` may change freely. */
export function Tallystick(props: TallystickProps) {
  const { url, getLink, theme, locale, title, downloads, onEvent, ...rest } = props
  const place = useRef<HTMLDivElement>(null)
  const mounted = useRef<Mounted | undefined>(undefined)
  const latest = useRef({ getLink, theme, locale, onEvent })
  useEffect(() => {
    latest.current = { getLink, theme, locale, onEvent }
  })

  useEffect(() => {
    if (!place.current) return
    const { theme, locale } = latest.current
    const ask = async () => (await latest.current.getLink?.()) ?? ''
    const here = mount(place.current, {
      ...(url === undefined ? { getLink: ask } : { url }),
      ...{ theme, locale, title, downloads },
      onEvent: (event) => latest.current.onEvent?.(event),
    })
    mounted.current = here
    return here.unmount
  }, [url, title, downloads])

  useEffect(() => mounted.current?.setAppearance({ theme, locale }), [theme, locale])

  return <div {...rest} ref={place} />
}
