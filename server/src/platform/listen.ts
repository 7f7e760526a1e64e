import { createServer } from 'node:net'
import { Refusal } from './refusal.ts'

type At = { readonly host: string; readonly port: number }

/**
 * Tries the address before anything else is started: a port in use is the most common reason for
 * a start to fail, and the cheapest to find out.
 */
export async function assertFree(at: At): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const probe = createServer().once('error', reject)
  probe.listen(at.port, at.host, () => probe.close(() => resolve()))
  await promise.catch((error) => {
    throw explainListen(error, at)
  })
}

/** The sentence for an address that cannot be listened on; any other error stays what it is. */
export function explainListen(error: unknown, { host, port }: At): unknown {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop the program that has it, or set TALLY_PORT.`,
    EACCES: `Port ${port} needs rights this user does not have: set TALLY_PORT to one above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: set TALLY_HOST to one that is.`,
    ENOTFOUND: `${host} is not an address of this machine: set TALLY_HOST to one that is.`,
  }
  const sentence = sentences[String(Object(error).code)]
  return sentence ? new Refusal(sentence, { cause: error }) : error
}
