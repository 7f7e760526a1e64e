import type { JobCall } from '../platform/jobs/job.ts'
import { type Mail, type Mailer, RefusedForGood } from './mailer.ts'
import { findNotice, setDelivered } from './store.ts'

/**
 * Hands a letter to the mail server. Whatever breaks on the way, the next try sends the same letter under the same message
 * id, by which those who get it twice know it; one that has gone does not go again. What waited for a mail server that is
 * there no more is kept only.
 */
export async function deliverNotice(
  call: JobCall,
  mailer: Mailer | undefined,
  id: string,
): Promise<void> {
  const notice = await call.within((ctx) => findNotice(ctx, id))
  if (notice?.status !== 'waiting') return
  const messageId = `<${id}@${call.organizationId.replaceAll('_', '-')}.tallystick>`
  const status = mailer ? await send(mailer, { ...notice, messageId }) : 'kept'
  await call.within((ctx) => setDelivered(ctx, id, status))
}

async function send(mailer: Mailer, mail: Mail): Promise<'sent' | 'refused'> {
  try {
    await mailer.send(mail)
    return 'sent'
  } catch (error) {
    if (error instanceof RefusedForGood) return 'refused'
    throw error
  }
}
