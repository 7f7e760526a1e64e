// The same promises over both providers, through the port and through HTTP: so that the sandbox cannot be kinder than
// Stripe. What differs between them is in their stages, and nowhere else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { product } from '../harness/product.ts'
import { fakeStripe } from '../harness/stripe/stripe.ts'
import { awayPromises } from './away.ts'
import { pagePromises } from './page.ts'
import { refundPromises } from './refunds.ts'
import { sandboxStage } from './sandbox-stage.ts'
import { sceneOn } from './stage.ts'
import { stripeStage } from './stripe-stage.ts'
import { webhookPromises } from './webhooks.ts'

const stripe = await fakeStripe(() => atStripe.clock.now)
const atSandbox = product()
const atStripe = product({ config: { stripe: stripe.config } })

for (const stage of [sandboxStage(atSandbox), stripeStage(atStripe, stripe)]) {
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
