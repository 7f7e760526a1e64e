import { readFileSync } from 'node:fs'

/** Of this release, as its manifest says. */
export const version: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version
