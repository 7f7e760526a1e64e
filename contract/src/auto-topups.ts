import { Type } from 'typebox'
import { type Endpoint, org, portal } from './endpoint.ts'
import { amountIn, byId, currency, customerId, decimal, flag, kind, text } from './schemas.ts'

export const AutoTopUp = Type.Object(
  {
    object: kind('autoTopUp'),
    enabled: flag('Whether the default payment method is charged when the funds run low.'),
    threshold: Type.Optional(
      decimal('Charged when the funds fall below this, in major units; left out until it is set.'),
    ),
    amount: Type.Optional(decimal('How much is added each time, in major units.')),
    monthlyLimit: Type.Optional(
      decimal('The most that is charged in a calendar month (UTC), in major units.'),
    ),
    currency: Type.Optional(currency()),
    chargedThisMonth: decimal('What was charged so far in this calendar month, in major units.'),
    stoppedReason: Type.Optional(
      text(
        'Why nothing is charged although it is enabled: `monthly_limit_reached` until the month ends; ' +
          '`payment_disputed` until it is set again; else why the last charge failed, such as ' +
          '`card_declined` or `no_payment_method`, until another payment method is the default.',
      ),
    ),
    nextRetryAt: Type.Optional(
      text('When a charge that failed is tried again.', { format: 'date-time' }),
    ),
  },
  { title: 'AutoTopUp', description: 'Funds that fill up by themselves.' },
)

const wish = {
  threshold: amountIn('Charge when the funds fall below this: 0.01 to 5000.00 in major units.'),
  amount: amountIn('How much to add each time, in major units: 1.00 to 5000.00.'),
  monthlyLimit: amountIn(
    'The most to charge in a calendar month, in major units: from one amount to 1000000.00.',
  ),
}

const oneCustomer = byId(customerId())

/** Charging a stored payment method whenever a customer's funds run low. */
export const autoTopUps = {
  getAutoTopUp: {
    method: 'GET',
    path: '/v0/customers/{id}/autoTopUp',
    tag: 'Accounts',
    summary: 'Get how the funds of a customer fill up by themselves',
    access: org('payments:read'),
    params: oneCustomer,
    replies: { 200: AutoTopUp },
    problems: [],
  },
  setAutoTopUp: {
    method: 'PUT',
    path: '/v0/customers/{id}/autoTopUp',
    tag: 'Accounts',
    summary: 'Fill the funds of a customer up by themselves',
    access: org('accounts:write'),
    params: oneCustomer,
    body: Type.Object({ ...wish, currency: currency() }),
    replies: { 200: AutoTopUp },
    problems: [],
  },
  deleteAutoTopUp: {
    method: 'DELETE',
    path: '/v0/customers/{id}/autoTopUp',
    tag: 'Accounts',
    summary: 'Stop filling the funds of a customer up',
    access: org('accounts:write'),
    params: oneCustomer,
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>

/** The same for the holder of a portal link; the currency is that of its subscription. */
export const portalAutoTopUp = {
  getPortalAutoTopUp: {
    method: 'GET',
    path: '/v0/portal/autoTopUp',
    tag: 'Portal',
    summary: 'Get how your funds fill up by themselves',
    access: portal('portal:read'),
    replies: { 200: AutoTopUp },
    problems: [],
  },
  setPortalAutoTopUp: {
    method: 'PUT',
    path: '/v0/portal/autoTopUp',
    tag: 'Portal',
    summary: 'Fill your funds up by themselves',
    access: portal('portal:topup'),
    body: Type.Object(wish),
    replies: { 200: AutoTopUp },
    problems: [],
  },
  deletePortalAutoTopUp: {
    method: 'DELETE',
    path: '/v0/portal/autoTopUp',
    tag: 'Portal',
    summary: 'Stop filling your funds up',
    access: portal('portal:topup'),
    replies: { 204: null },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
