import type { OriginRefusal } from './read-origin.ts'

/** Why an origin may not frame though others may; undefined when it is listed. The nearest entry is named. */
export function whyNotListed(origin: string, listed: readonly string[]): OriginRefusal | undefined {
  if (listed.includes(origin)) return undefined
  const near = listed.map((entry) => likeness(origin, entry)).find((hint) => hint !== undefined)
  const reason = `${origin} is not listed.${near ? ` ${near}` : ''} Add it to the embed origins.`
  return { code: 'not_listed', reason }
}

function likeness(origin: string, listed: string): string | undefined {
  const asked = URL.parse(origin)
  const entry = URL.parse(listed)
  if (!asked || !entry) return undefined
  if (asked.hostname === entry.hostname) {
    const what = asked.protocol === entry.protocol ? 'port' : 'scheme'
    return `${listed} is, but the ${what} differs.`
  }
  if (asked.hostname.endsWith(`.${entry.hostname}`)) {
    return `${listed} is, but an entry does not hold for names below it.`
  }
  if (entry.hostname.endsWith(`.${asked.hostname}`)) {
    return `${listed} is, but an entry does not hold for names above it.`
  }
  return undefined
}
