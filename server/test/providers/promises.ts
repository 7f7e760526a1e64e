// The same promises over every provider, through the port and through HTTP: so that the sandbox cannot be kinder than
// Stripe. What differs between them is in their stages, and nowhere else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awayPromises } from './away.ts'
import { pagePromises } from './page.ts'
import { refundPromises } from './refunds.ts'
import { type Stage, sceneOn } from './stage.ts'
import { webhookPromises } from './webhooks.ts'

/** Tests every promise on one stage. A file has one stage, since the arrangements of a file do not wait for each other. */
export function promisesOn(stage: Stage): void {
  for (const [promise, keep] of [
    ...pagePromises,
    ...awayPromises,
    ...refundPromises,
    ...webhookPromises,
  ]) {
    test(`${stage.name}: ${promise}`, async () => {
      const scene = await sceneOn(stage)
      await keep(stage, scene)
      await stage.waits()
      // Whatever happened: what the provider took and did not send back is what the books say lies there.
      assert.ok((await stage.charged(scene.merchant)) >= (await stage.refunded(scene.merchant)))
    })
  }
}
