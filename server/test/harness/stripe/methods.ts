import type Stripe from 'stripe'
import { invalidRequest } from './errors.ts'
import { made } from './fixtures.ts'
import type { Door } from './http.ts'
import { type Behaviour, emit, get, newId, seconds, type World } from './world.ts'

/** A method as a browser makes it in the form of Stripe. */
export function newMethod(world: World, behaviour: Behaviour): Stripe.PaymentMethod {
  const isDebit = behaviour.startsWith('delayed')
  const method = made('payment_method', {
    id: newId('pm'),
    created: seconds(world),
    customer: null,
    ...(isDebit && { type: 'sepa_debit' }),
  })
  const debit = { bank_code: '37040044', country: 'DE', last4: '3000', fingerprint: 'x' }
  const shown = isDebit
    ? ({ ...method, card: undefined, sepa_debit: debit } as unknown as Stripe.PaymentMethod)
    : method
  world.methods.set(method.id, shown)
  world.behaviours.set(method.id, behaviour)
  return shown
}

/** A customer's from now on; one that was taken away is nobody's again. */
export function attach(world: World, id: string, customer: string): void {
  const method = get(world.methods, id)
  if (method.customer === customer) return
  if (method.customer !== null || world.behaviours.get(id) === undefined) {
    throw invalidRequest('The provided PaymentMethod cannot be attached.', {
      code: 'payment_method_unexpected_state',
      param: 'payment_method',
    })
  }
  method.customer = customer
  emit(world, 'payment_method.attached', method)
}

export function customerDoors(world: World): Door[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/customers$/,
      known: ['metadata', 'description'] satisfies (keyof Stripe.CustomerCreateParams)[],
      answer: ({ params }) => {
        const customer = made('customer', {
          id: newId('cus'),
          created: seconds(world),
          metadata: (params['metadata'] ?? {}) as Stripe.Metadata,
        })
        world.customers.set(customer.id, customer)
        return customer
      },
    },
    {
      method: 'POST',
      path: /^\/v1\/payment_methods\/(\w+)\/detach$/,
      known: [] satisfies (keyof Stripe.PaymentMethodDetachParams)[],
      answer: ({ ids: [id = ''] }) => {
        const method = get(world.methods, id)
        if (method.customer === null) {
          throw invalidRequest('The payment method you provided is not attached to a customer.')
        }
        method.customer = null
        // What was taken away can be used by nobody again.
        world.behaviours.delete(id)
        emit(world, 'payment_method.detached', method)
        return method
      },
    },
  ]
}
