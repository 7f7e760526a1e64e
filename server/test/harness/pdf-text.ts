import assert from 'node:assert/strict'
import { inflateSync } from 'node:zlib'

/**
 * What stands on each page of a PDF, piece by piece in the order in which it is drawn. Reads what our renderer writes:
 * compressed streams, and fonts that say which letter each of their glyphs is.
 */
export function pdfText(bytes: Uint8Array): readonly (readonly string[])[] {
  const file = Buffer.from(bytes).toString('latin1')
  assert.match(file, /^%PDF-/)
  const objects = new Map(
    [...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [
      id ?? '',
      body ?? '',
    ]),
  )
  const object = (id: string | undefined) => {
    const body = objects.get(id ?? '')
    assert.ok(body !== undefined, `object ${id}`)
    return body
  }
  const [, kids = ''] = find(file, /\/Type \/Pages[\s\S]*?\/Kids \[([^\]]*)\]/)
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => textOf(object(id), object))
}

type ObjectOf = (id: string | undefined) => string

function textOf(page: string, object: ObjectOf): readonly string[] {
  const resources = object(find(page, /\/Resources (\d+) 0 R/)[1])
  const [, fonts = ''] = find(resources, /\/Font <<([\s\S]*?)>>/)
  const letters = new Map(
    [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [
      name,
      lettersOf(streamOf(object(find(object(id), /\/ToUnicode (\d+) 0 R/)[1]))),
    ]),
  )
  const drawn = streamOf(object(find(page, /\/Contents (\d+) 0 R/)[1]))
  return [...drawn.matchAll(/\/(F\d+) [\d.]+ Tf\n\[(.*?)\] TJ/g)].map(([, font, glyphs = '']) => {
    const known = letters.get(font)
    const codes = (glyphs.match(/<[0-9a-f]+>/g) ?? []).flatMap((hex) => hex.match(/[0-9a-f]{4}/g))
    return codes.map((code) => known?.[Number.parseInt(code ?? '', 16)]).join('')
  })
}

/** The letter of each glyph, by its number. */
function lettersOf(map: string): readonly string[] {
  const [, first, all = ''] = find(map, /beginbfrange\n<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/)
  assert.equal(first, '0000')
  return [...all.matchAll(/<([0-9a-f]+)>/g)].map(([, code = '']) =>
    Buffer.from(code, 'hex').swap16().toString('utf16le'),
  )
}

function streamOf(body: string): string {
  const [, packed = ''] = find(body, /stream\n([\s\S]*?)\nendstream/)
  return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
}

function find(text: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(text)
  assert.ok(found, `${pattern} in ${text.slice(0, 100)}`)
  return found
}
