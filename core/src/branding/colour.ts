/** Of red, green and blue as light: 0 to 1 each, in proportion to what a screen sends out. */
type Light = readonly [number, number, number]

/** How well two colours can be told apart, by WCAG 2.2: 1 (not at all) to 21. Colours are `#rrggbb`, in small letters. */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(one), luminance(other)]
  return first > second ? (first + 0.05) / (second + 0.05) : (second + 0.05) / (first + 0.05)
}

/**
 * The colour so much lighter (above zero, at 1 white) or darker (below zero, at -1 black), of the same hue, and as vivid as
 * it was or as screens can show it. Reckoned in Oklab, in which equal steps look equal.
 */
export function shaded(colour: string, by: number): string {
  const { lightness, a, b } = labOf(lightOf(colour))
  const target = by < 0 ? lightness * (1 + by) : lightness + (1 - lightness) * by
  for (let vividness = 1; vividness > 0; vividness -= 1 / 32) {
    const light = lightFrom({ lightness: target, a: a * vividness, b: b * vividness })
    if (light.every(isShown)) return colourOf(light)
  }
  return colourOf([target ** 3, target ** 3, target ** 3])
}

/** Beside it by less than anybody sees counts: colours at the edge come back from Oklab like that. */
function isShown(part: number): boolean {
  return part > -0.001 && part < 1.001
}

function luminance(colour: string): number {
  const [red, green, blue] = lightOf(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function lightOf(colour: string): Light {
  const digit = (place: number) => '0123456789abcdef'.indexOf(colour[place] ?? '')
  const part = (place: number) => {
    const share = (digit(place) * 16 + digit(place + 1)) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

function colourOf(light: Light): string {
  const parts = light.map((part) => {
    if (part <= 0) return '00'
    if (part >= 1) return 'ff'
    const share = part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055
    return ((share * 255 + 0.5) | 0).toString(16).padStart(2, '0')
  })
  return `#${parts.join('')}`
}

/** A colour as the eye sorts it: how light, from green to red (a), from blue to yellow (b). */
type Lab = { readonly lightness: number; readonly a: number; readonly b: number }

// The numbers are those of Oklab: https://bottosson.github.io/posts/oklab/
function labOf([red, green, blue]: Light): Lab {
  const long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
  const medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
  const short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  }
}

function lightFrom({ lightness, a, b }: Lab): Light {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}
