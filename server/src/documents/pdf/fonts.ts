import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Font } from '@react-pdf/renderer'

// One typeface, cut by script: names come from all over Europe and beyond.
const subsets = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const
const weights = [400, 600] as const

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@fontsource/ibm-plex-sans/package.json')),
  'files',
)

for (const subset of subsets) {
  Font.register({
    family: `Plex ${subset}`,
    fonts: weights.map((weight) => ({
      src: join(folder, `ibm-plex-sans-${subset}-${weight}-normal.woff`),
      fontWeight: weight,
    })),
  })
}
// Words stay whole: a hyphen in a name or a number would be wrong.
Font.registerHyphenationCallback((word) => [word])

/** To be given as the font family: the first that has a letter draws it. */
export const plex: string[] = subsets.map((subset) => `Plex ${subset}`)
