import { gate } from '../../access/gate.ts'
import { invalid, Problem } from '../../platform/problem.ts'

const largestBytes = 512 * 1024
/** Decoded, a small file can be a wall: so many pixels to a side are enough for any logo. */
const largestSide = 4096
const smallestSide = 16
/** Twice what pages draw, for dense screens. */
const drawn = { width: 640, height: 240 }
/** A logo stands in a line of its own: not much taller than wide, and no thread. */
const widest = 10
const tallest = 3
const patienceSeconds = 5

/** Decoding holds memory and a core: two at a time, and few in line. */
const atTheDesk = gate({
  atOnce: 2,
  waiting: 16,
  refusal: () =>
    new Problem('UNAVAILABLE', 'Too many pictures at once. Try again in a moment.', {
      retryAfterSeconds: 2,
    }),
})

/**
 * A logo as it is served: a PNG that we wrote ourselves, of one frame, the right way up, with nothing in it but pixels.
 * What was sent is decoded by its content, whatever it is called.
 */
export async function encodeLogo(base64: string): Promise<Buffer> {
  const sent = readBase64(base64)
  if (sent.length > largestBytes) {
    throw refused('too_large', `must be at most ${largestBytes / 1024} kB before it is encoded`)
  }
  if (!isPicture(sent)) throw refused('invalid_format', 'must be a PNG, JPEG or WebP picture')
  return atTheDesk(() => decodeAndEncode(sent))
}

const refused = (code: string, message: string) => invalid({ field: 'image', message, code })

function readBase64(text: string): Buffer {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  if (!isBase64) throw refused('invalid_format', 'must be base64, without a prefix or line breaks')
  return Buffer.from(text, 'base64')
}

/** By its first bytes: nothing else ever reaches the library that knows so many formats. */
function isPicture(sent: Buffer): boolean {
  const starts = (text: string, at = 0) => sent.toString('latin1', at, at + text.length) === text
  return (
    starts('\x89PNG\r\n\x1a\n') || starts('\xff\xd8\xff') || (starts('RIFF') && starts('WEBP', 8))
  )
}

async function decodeAndEncode(sent: Buffer): Promise<Buffer> {
  const picture = await open(sent)
  try {
    // One frame: of what moves, the first stands for the rest.
    const { autoOrient } = await picture.metadata()
    assertShape(autoOrient)
    return await picture
      .autoOrient()
      .resize({ ...drawn, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .png({ compressionLevel: 9 })
      .timeout({ seconds: patienceSeconds })
      .toBuffer()
  } catch (error) {
    if (error instanceof Problem) throw error
    throw refused('unreadable', 'cannot be decoded: it is damaged, or takes too long')
  }
}

function assertShape({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width > largestSide || height > largestSide) {
    throw refused('out_of_range', `must be at most ${largestSide} pixels wide and high`)
  }
  if (width < smallestSide || height < smallestSide) {
    throw refused('out_of_range', `must be at least ${smallestSide} pixels wide and high`)
  }
  if (width > height * widest || height > width * tallest) {
    throw refused(
      'out_of_range',
      `must be at most ${widest} times as wide as high, and ${tallest} times as high as wide`,
    )
  }
}

/** Loaded with the first logo. Of all its formats, the library keeps the three that are served for. */
async function open(sent: Buffer) {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  const kept = [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
  ]
  sharp.unblock({ operation: kept })
  return sharp(sent, { limitInputPixels: largestSide * largestSide, failOn: 'error' })
}
