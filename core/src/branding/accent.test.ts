import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { accentShades, grounds, leastContrast } from './accent.ts'
import { contrast } from './colour.ts'

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('whatever colour a merchant chooses, links and buttons can be read in either theme', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const shades = accentShades(accent)
      for (const theme of ['light', 'dark'] as const) {
        const { paper, surface } = grounds[theme]
        const { accent: shade, accentHover, accentInk } = shades[theme]
        for (const one of [shade, accentHover]) {
          for (const ground of [paper, surface, accentInk]) {
            assert.ok(contrast(one, ground) >= leastContrast, `${theme}: ${one} on ${ground}`)
          }
        }
      }
    }),
    { numRuns: 2000 },
  )
})

test('a colour that can be read stays as it is', () => {
  assert.equal(accentShades('#23497F').light.accent, '#23497f')
  assert.equal(accentShades('#a5c0ee').dark.accent, '#a5c0ee')
  assert.notEqual(accentShades('#ffff00').light.accent, '#ffff00')
  assert.notEqual(accentShades('#000080').dark.accent, '#000080')
})

test('under the pointer the colour changes, whichever it is', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const { light, dark } = accentShades(accent)
      for (const { accent: shade, accentHover } of [light, dark]) {
        assert.ok(contrast(shade, accentHover) >= 1.15, `${shade} and ${accentHover}`)
      }
    }),
    { numRuns: 500 },
  )
})

test('the grounds are those of the pages', () => {
  const tokens = join(import.meta.dirname, '../../../web/src/styles/tokens.css')
  const text = readFileSync(tokens, 'utf8')
  for (const name of ['paper', 'surface'] as const) {
    const { light, dark } = grounds
    assert.ok(text.includes(`--${name}: light-dark(${light[name]}, ${dark[name]});`), name)
  }
})
