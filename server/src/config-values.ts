import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { resolve } from 'node:path'

/* How the text of a variable is read. What an error says completes the sentence "NAME must …". */

export function text(given: string): string {
  return given
}

export function path(given: string): string {
  return resolve(given.replace(/^~(?=\/|$)/, homedir()))
}

export function secret(leastLength: number) {
  return (given: string): string => {
    if (given.length < leastLength) throw new Error(`have at least ${leastLength} characters`)
    return given
  }
}

export function integer(least: number, most: number) {
  return (given: string): number => {
    const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
    if (!(value >= least && value <= most)) {
      throw new Error(`be a whole number from ${least} to ${most}, not "${given}"`)
    }
    return value
  }
}

export function flag(given: string): boolean {
  const value = { on: true, true: true, 1: true, off: false, false: false, 0: false }[given]
  if (value === undefined) throw new Error(`be on or off, not "${given}"`)
  return value
}

export function oneOf<const T extends string>(...allowed: readonly T[]) {
  return (given: string): T => {
    const found = allowed.find((one) => one === given)
    if (!found) throw new Error(`be one of ${allowed.join(', ')}, not "${given}"`)
    return found
  }
}

export function postgresUrl(given: string): string {
  const ok = URL.canParse(given) && /^postgres(ql)?:$/.test(new URL(given).protocol)
  if (!ok) throw new Error('be an address like postgres://user:password@host:5432/database')
  return given
}

export function webUrl(given: string): string {
  const ok = URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)
  if (!ok) throw new Error('be an address like https://billing.example.com')
  return given.replace(/\/+$/, '')
}

export function smtpUrl(given: string): string {
  const ok = URL.canParse(given) && /^smtps?:$/.test(new URL(given).protocol)
  if (!ok) throw new Error('be an address like smtps://user:password@mail.example.com:465')
  return given
}

export function maskPassword(given: string): string {
  if (!URL.canParse(given)) return maskAll()
  const url = new URL(given)
  if (url.password) url.password = '****'
  for (const name of ['password', 'sslpassword']) {
    if (url.searchParams.has(name)) url.searchParams.set(name, '****')
  }
  return url.toString()
}

export function maskAll(): string {
  return '****'
}

/** Addresses and networks, or the names of the usual ones, in the form that the HTTP server takes. */
export function addressList(given: string): string {
  const parts = given.split(',').map((part) => part.trim())
  const wrong = parts.find((part) => !isNetwork(part))
  if (wrong !== undefined) throw new Error(`name addresses or networks, not "${wrong}"`)
  return parts.join(',')
}

function isNetwork(part: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true
  const [address = '', bits, ...rest] = part.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)]
  if (most === undefined || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
}
