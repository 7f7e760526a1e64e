import { contrast, shaded } from './colour.ts'

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
  light: { paper: '#f7f2e8', surface: '#fffdf8', ink: '#ffffff', away: -1 },
  dark: { paper: '#17140f', surface: '#1f1b15', ink: '#12100b', away: 1 },
} as const

/** Of text and its ground, by WCAG 2.2 at level AA. */
export const leastContrast = 4.5

/**
 * The shades of a merchant's colour that can be read in either theme: the colour itself where it can, else the nearest of
 * its hue on the way to black, or to white. `accent` is `#rrggbb`, in small letters or capitals.
 */
export function accentShades(accent: string): { readonly light: Shades; readonly dark: Shades } {
  const colour = accent.toLowerCase()
  return { light: shadesOn(grounds.light, colour), dark: shadesOn(grounds.dark, colour) }
}

type Ground = (typeof grounds)[keyof typeof grounds]

const steps = 64

function shadesOn(ground: Ground, colour: string): Shades {
  const { ink, away } = ground
  let step = 0
  let accent = colour
  // The end of the way, black or white, can always be read.
  while (step < steps && !canBeRead(ground, accent)) {
    step += 1
    accent = shaded(colour, (away * step) / steps)
  }
  const hovers = [away, -away].flatMap((to) => hoverSteps.map((by) => shaded(accent, to * by)))
  const isSeen = (hover: string) => contrast(hover, accent) >= 1.25 && canBeRead(ground, hover)
  return { accent, accentHover: hovers.find(isSeen) ?? accent, accentInk: ink }
}

const hoverSteps = [0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8]

function canBeRead({ paper, surface, ink }: Ground, colour: string): boolean {
  return [paper, surface, ink].every((other) => contrast(colour, other) >= leastContrast)
}
