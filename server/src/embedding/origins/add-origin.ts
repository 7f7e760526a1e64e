import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { invalid } from '../../platform/problem.ts'
import { readOrigin } from './read-origin.ts'
import {
  countOrigins,
  deleteRefusal,
  type EmbedOrigin,
  findOrigin,
  insertOrigin,
  mostOrigins,
} from './store.ts'

/** Lists an origin, or finds it listed. The caller holds the organization: the list has an end. */
export async function addOrigin(
  ctx: Ctx,
  text: string,
): Promise<{ readonly isNew: boolean; readonly entry: EmbedOrigin }> {
  const read = readOrigin(text, ctx.mode)
  if ('code' in read) throw invalid({ field: 'origin', message: read.reason, code: read.code })
  const entry = await findOrigin(ctx, read.origin)
  if (entry) return { isNew: false, entry }
  if ((await countOrigins(ctx)) >= mostOrigins) {
    const message = `is one too many: at most ${mostOrigins} can be listed`
    throw invalid({ field: 'origin', message, code: 'too_many' })
  }

  await deleteRefusal(ctx, read.origin)
  const id = newId('embedOrigin')
  return { isNew: true, entry: await insertOrigin(ctx, { id, origin: read.origin }) }
}
