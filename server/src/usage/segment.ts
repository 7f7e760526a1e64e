import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Ctx } from '../platform/ctx.ts'
import type { Remainder } from './event.ts'

const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const place = (row: string) => ({ table: 'usage_segments', column: 'body', row })

/** The remainders of one flush, compressed and then sealed together: a tenth of what sealing each would take. */
export function packSegment(ctx: Ctx, segmentId: string, lines: readonly Remainder[]): Buffer {
  const body = zstdCompressSync(Buffer.from(JSON.stringify(lines)), level)
  return ctx.seals.sealBytes(place(segmentId), body)
}

export function unpackSegment(ctx: Ctx, segmentId: string, body: Buffer): readonly Remainder[] {
  return JSON.parse(zstdDecompressSync(ctx.seals.openBytes(place(segmentId), body)).toString())
}
