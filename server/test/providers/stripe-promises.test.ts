import { product } from '../harness/product.ts'
import { fakeStripe } from '../harness/stripe/stripe.ts'
import { promisesOn } from './promises.ts'
import { stripeStage } from './stripe-stage.ts'

const stripe = await fakeStripe(() => of.clock.now)
const of = product({ config: { stripe: stripe.config } })

promisesOn(stripeStage(of, stripe))
