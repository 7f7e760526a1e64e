import assert from 'node:assert/strict'
import { call, type Party, type Product } from './product.ts'

/** A test clock of the merchant; it shows the product's time, unless told otherwise. */
export async function givenClock(
  of: Product,
  { key }: Pick<Party, 'key'>,
  currentTime = of.clock.now.toString(),
): Promise<string> {
  const { status, body } = await call(of, 'createTestClock', { key, body: { currentTime } })
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

/** Moves a test clock, and with it everybody who lives by it. Answers what it shows then. */
export async function advance(
  of: Product,
  { key }: Pick<Party, 'key'>,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<string> {
  const params = { id }
  const { status, body } = await call(of, 'advanceTestClock', {
    key,
    params,
    body: { advanceBy: by },
  })
  assert.equal(status, 200, JSON.stringify(body))
  return body.currentTime
}
