import { Type } from 'typebox'
import { type Endpoint, portal } from './endpoint.ts'
import { sessionStatuses } from './payment-sessions.ts'
import { choice, currency, decimal, flag, kind, text, time, uri } from './schemas.ts'

export const Checkout = Type.Object(
  {
    object: kind('checkout'),
    id: text('The payment session.'),
    status: choice(sessionStatuses, 'How far it is; a declined card leaves it pending.'),
    amount: decimal('What is to pay, in major units.'),
    currency: currency(),
    breakdown: Type.Array(
      Type.Object({
        label: text('What it is for.'),
        amount: decimal('In major units; what was paid before is negative.'),
        kind: Type.Optional(
          choice(['line', 'tax', 'paid'], 'What it is, on an invoice; its lines are without tax.'),
        ),
        quantity: Type.Optional(decimal('How much of it, where that is not 1.')),
        period: Type.Optional(
          Type.Object(
            { start: time('First moment.'), end: time('First moment after it.') },
            { description: 'What time it is for.' },
          ),
        ),
      }),
      { description: 'What the amount is made of.' },
    ),
    merchant: Type.Object({ name: text('Its name.') }, { description: 'Who is paid.' }),
    entityType: choice(
      ['invoice', 'subscription', 'payment', 'topup', 'customer'],
      'What is paid; `customer` where only a method is stored.',
    ),
    description: Type.Optional(text('The same for people.')),
    expiresAt: time('When it can no longer be paid.'),
    mode: choice(['payment', 'setup'], '`setup` saves a method without charging it.'),
    savePaymentMethod: choice(
      ['offered', 'required', 'no'],
      'Whether the method can, must or must not be kept for later.',
    ),
    funds: Type.Optional(
      Type.Object(
        { available: decimal('What the payer has here, in major units.') },
        { description: 'There when what is to pay can be paid out of them.' },
      ),
    ),
    documentUrl: Type.Optional(uri('The invoice as a PDF; expires.')),
    dueAt: Type.Optional(time('By when it is to be paid, where there is such a day.')),
    provider: choice(['sandbox'], 'Which form the page shows.'),
    challenge: Type.Optional(
      Type.Object(
        { id: text('The challenge.') },
        { description: 'The bank asks the payer to confirm; present until answered.' },
      ),
    ),
    failure: Type.Optional(
      Type.Object(
        {
          code: text('Kind of failure, such as `card_declined`.'),
          message: text('The same for people.'),
        },
        { description: 'Why the last attempt failed.' },
      ),
    ),
    successRedirectUrl: Type.Optional(uri('Where the payer goes after paying.')),
    failureRedirectUrl: Type.Optional(uri('Where the payer goes after failing to pay.')),
  },
  { title: 'Checkout', description: 'What a payer sees.' },
)

const Card = Type.Object(
  {
    number: text('Digits; spaces do not matter.', { pattern: '^[0-9 ]{12,23}$' }),
    expMonth: Type.Integer({ minimum: 1, maximum: 12, description: 'Month of expiry.' }),
    expYear: Type.Integer({ minimum: 2000, maximum: 2200, description: 'Year, four digits.' }),
    cvc: text('Security code.', { pattern: '^[0-9]{3,4}$' }),
    holderName: Type.Optional(text('Name on the card.', { maxLength: 255 })),
  },
  { title: 'Card', description: 'A card; handed to the provider and never stored.' },
)

const outcomes = [
  'PAYMENT_SESSION_EXPIRED',
  'PAYMENT_SESSION_CLOSED',
  'PAYMENT_IN_PROGRESS',
] as const

export const checkout = {
  getCheckout: {
    method: 'GET',
    path: '/v0/portal/checkout',
    tag: 'Checkout',
    summary: 'Get what the link is to pay',
    access: portal('portal:pay'),
    replies: { 200: Checkout },
    problems: [],
  },
  payCheckout: {
    method: 'POST',
    path: '/v0/portal/checkout/payments',
    tag: 'Checkout',
    summary: 'Pay with a card',
    access: portal('portal:pay'),
    body: Type.Object({
      card: Card,
      savePaymentMethod: Type.Optional(flag('Keep the card for later charges.')),
    }),
    replies: { 200: Checkout },
    problems: outcomes,
  },
  payCheckoutFromFunds: {
    method: 'POST',
    path: '/v0/portal/checkout/funds',
    tag: 'Checkout',
    summary: 'Pay an invoice out of the balance that its customer has here',
    access: portal('portal:pay'),
    replies: { 200: Checkout },
    problems: [...outcomes, 'INSUFFICIENT_FUNDS', 'BAD_REQUEST'],
  },
  answerChallenge: {
    method: 'POST',
    path: '/v0/portal/checkout/challenge',
    tag: 'Checkout',
    summary: 'Answer the bank’s question, as the sandbox asks it',
    access: portal('portal:pay'),
    body: Type.Object({
      challengeId: text('The challenge.', { minLength: 1, maxLength: 255 }),
      outcome: choice(['accept', 'refuse'], 'What the payer says.'),
    }),
    replies: { 200: Checkout },
    problems: outcomes,
  },
} as const satisfies Record<string, Endpoint>
