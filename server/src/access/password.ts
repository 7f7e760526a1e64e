import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, hashRaw, verify } from '@node-rs/argon2'
import { Problem } from '../platform/problem.ts'
import { gate } from './gate.ts'

/**
 * Each hash keeps a core busy for some 30 ms. However many sign in, half of the cores and half of Node's four threads
 * remain for everything else; about two seconds' worth of them may wait.
 */
const oneOfFew = gate({
  atOnce: availableParallelism() < 4 ? 1 : 2,
  waiting: 64,
  refusal: () =>
    new Problem('UNAVAILABLE', 'Too many people sign in at this moment. Try again.', {
      retryAfterSeconds: 2,
    }),
})

/** argon2id with the parameters of OWASP's first recommendation: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export function hashPassword(password: string): Promise<string> {
  return oneOfFew(() => hash(password, cost))
}

/** The same digest for the same password and purpose, and as slow to guess from as its hash. */
export async function digestPassword(password: string, purpose: string): Promise<string> {
  const salt = createHash('sha256').update(purpose).digest()
  return (await oneOfFew(() => hashRaw(password, { ...cost, salt }))).toString('hex')
}

/**
 * The hash of a password that nobody has. It is verified where there is no login or no password, so that the answer
 * takes as long as for a wrong one.
 */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$qwP8sDFIOHVFk+WHRWP4Kg$h3cbxhIb3HzcyTDnMW7nCyqHmfhIphKuMRnMsf0p5/0'

export async function passwordFits(hashed: string | undefined, password: string) {
  const fits = await oneOfFew(() => verify(hashed ?? nobodysHash, password))
  return fits && hashed !== undefined
}
