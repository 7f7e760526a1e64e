import { assert } from '@tallystick/core/assert.ts'

/** The 32 hex digits of a public id: what tables of high volume keep of it. */
export function hexOf(id: string): string {
  const hex = id.slice(id.indexOf('_') + 1)
  assert(/^[0-9a-f]{32}$/.test(hex), 'ids end in the digits of a UUID')
  return hex
}

/** The digits of a uuid column. */
export const hexOfColumn = (uuid: string) => uuid.replaceAll('-', '')
