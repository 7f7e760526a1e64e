/** Colours as `#rrggbb`. */
export type Shades = {
  /** Of links and buttons: can be read on paper and on surface. */
  readonly accent: string
  /** The same under the pointer. */
  readonly accentHover: string
  /** Of text on either. */
  readonly accentInk: string
}

/** What pages are drawn on: the paper and surface of their tokens, and the ink that stands on an accent. */
export const grounds = {
  light: { paper: '#f7f2e8', surface: '#fffdf8', towards: '#000000', ink: '#ffffff' },
  dark: { paper: '#17140f', surface: '#1f1b15', towards: '#ffffff', ink: '#12100b' },
} as const

/** Of text and its ground, by WCAG 2.2 at level AA. */
export const leastContrast = 4.5

/**
 * The shades of a merchant's colour that can be read in either theme: the colour itself where it can, else the nearest on
 * its way to black, or to white. `accent` is `#rrggbb`, in small letters or capitals.
 */
export function accentShades(accent: string): { readonly light: Shades; readonly dark: Shades } {
  const colour = accent.toLowerCase()
  return { light: shadesOn(grounds.light, colour), dark: shadesOn(grounds.dark, colour) }
}

/** How well two colours can be told apart: 1 (not at all) to 21. */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(one), luminance(other)]
  return first > second ? (first + 0.05) / (second + 0.05) : (second + 0.05) / (first + 0.05)
}

type Ground = (typeof grounds)[keyof typeof grounds]

const steps = 64
const hoverSteps = [8, 16, 24, 32, 48, 64]

function shadesOn(ground: Ground, colour: string): Shades {
  const { towards, ink } = ground
  let step = 0
  // The end of the way, black or white, can always be read.
  while (step < steps && !canBeRead(ground, mixed(colour, towards, step))) step += 1
  const accent = mixed(colour, towards, step)
  const away = towards === '#000000' ? '#ffffff' : '#000000'
  const hovers = [towards, away].flatMap((end) => hoverSteps.map((by) => mixed(accent, end, by)))
  const isSeen = (hover: string) => contrast(hover, accent) >= 1.25 && canBeRead(ground, hover)
  return { accent, accentHover: hovers.find(isSeen) ?? accent, accentInk: ink }
}

function canBeRead({ paper, surface, ink }: Ground, colour: string): boolean {
  return [paper, surface, ink].every((other) => contrast(colour, other) >= leastContrast)
}

/** So many 64ths of the way from one colour to another. */
function mixed(from: string, to: string, step: number): string {
  const target = channelsOf(to)
  const parts = channelsOf(from).map((channel, index) => {
    const end = target[index] ?? 0
    return (channel * (steps - step) + end * step + steps / 2) >> 6
  })
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function channelsOf(colour: string): readonly number[] {
  const digit = (place: number) => '0123456789abcdef'.indexOf(colour[place] ?? '')
  return [1, 3, 5].map((place) => digit(place) * 16 + digit(place + 1))
}

/** Relative luminance, 0 (black) to 1 (white). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
