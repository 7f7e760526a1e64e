import { Type } from 'typebox'
import { type Endpoint, portal } from './endpoint.ts'
import { sessionStatuses } from './payment-sessions.ts'
import {
  choice,
  currency,
  decimal,
  flag,
  kind,
  paymentMethodId,
  text,
  time,
  uri,
} from './schemas.ts'

const known = {
  type: text('Such as `card`, `sepa_debit` or `wallet`.'),
  brand: Type.Optional(text('Such as `visa`.')),
  last4: Type.Optional(text('The last four digits of its number.')),
}

const CheckoutMethod = Type.Object(
  {
    id: paymentMethodId(),
    ...known,
    expMonth: Type.Optional(Type.Integer({ description: 'Month of expiry, 1 to 12.' })),
    expYear: Type.Optional(Type.Integer({ description: 'Year of expiry, four digits.' })),
    isDefault: flag('Charged where no method is named.'),
  },
  { title: 'CheckoutMethod', description: 'A stored method that can be paid with.' },
)

const Receipt = Type.Object(
  {
    number: Type.Optional(text('Of the document that was paid, where it has one.')),
    paidAt: time('When it was paid.'),
    method: Type.Optional(
      Type.Object(known, { description: 'What it was paid with; left out for a balance.' }),
    ),
    documentUrl: Type.Optional(uri('The document as a PDF; expires.')),
  },
  { title: 'Receipt', description: 'There once it is paid.' },
)

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
    provider: choice(['sandbox', 'stripe'], 'Who moves the money.'),
    offers: Type.Array(
      choice(
        ['card', 'wallet', 'bank_debit', 'element'],
        'A way to pay with what is not stored yet; `element` is the form of Stripe.',
      ),
      { description: 'How it can be paid.' },
    ),
    methods: Type.Array(CheckoutMethod, {
      description: 'What its customer has stored and can pay with here, the default first.',
    }),
    receipt: Type.Optional(Receipt),
    stripe: Type.Optional(
      Type.Object(
        {
          publishableKey: text('With which Stripe.js is started.'),
          account: Type.Optional(text('The connected account that it is started for, if any.')),
          amount: Type.Integer({
            minimum: 0,
            description: 'What is to pay as Stripe counts it, in its smallest units.',
          }),
          currency: text('The currency as Stripe writes it, in small letters.'),
        },
        { description: 'What the form of Stripe needs; there when `element` is offered.' },
      ),
    ),
    challenge: Type.Optional(
      Type.Object(
        {
          id: text('The challenge.'),
          clientSecret: Type.Optional(
            text(
              'With which Stripe.js asks the payer (`handleNextAction`); only in the replies of paying and refreshing.',
            ),
          ),
        },
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

const BankDebit = Type.Object(
  {
    iban: text('Of the account; spaces do not matter.', {
      pattern: '^ *[A-Za-z]{2} *[0-9]{2}[A-Za-z0-9 ]{11,40}$',
    }),
    holderName: text('Whose account it is.', { minLength: 1, maxLength: 255 }),
  },
  { title: 'BankDebit', description: 'A bank account; handed to the provider and never stored.' },
)

const CheckoutElement = Type.Object(
  {
    object: kind('checkoutElement'),
    clientSecret: text('With which Stripe.js confirms. It pays this attempt and nothing else.'),
    intent: choice(['payment', 'setup'], '`confirmPayment` or `confirmSetup`.'),
  },
  { title: 'CheckoutElement', description: 'A payment that waits for its payer.' },
)

const keep = Type.Optional(flag('Keep the method for later charges.'))

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
    summary: 'Pay with a card, a stored method, a wallet or a bank account',
    access: portal('portal:pay'),
    body: Type.Union(
      [
        Type.Object({ card: Card, savePaymentMethod: keep }),
        Type.Object({ paymentMethodId: paymentMethodId() }),
        Type.Object({
          wallet: Type.Literal(true, { description: 'The wallet of the browser or telephone.' }),
          savePaymentMethod: keep,
        }),
        Type.Object({ bankDebit: BankDebit, savePaymentMethod: keep }),
      ],
      { description: 'With what is paid: exactly one of these.' },
    ),
    replies: { 200: Checkout },
    problems: [...outcomes, 'NO_PAYMENT_METHOD', 'BAD_REQUEST', 'UNAVAILABLE'],
  },
  openCheckoutElement: {
    method: 'POST',
    path: '/v0/portal/checkout/element',
    tag: 'Checkout',
    summary: 'Begin a payment in the form of the provider',
    access: portal('portal:pay'),
    body: Type.Object({ savePaymentMethod: keep }),
    bodyOptional: true,
    replies: { 200: CheckoutElement },
    problems: [...outcomes, 'BAD_REQUEST', 'UNAVAILABLE'],
    anew: true,
  },
  refreshCheckout: {
    method: 'POST',
    path: '/v0/portal/checkout/refresh',
    tag: 'Checkout',
    summary: 'Look at the provider what became of the payment, and get the checkout',
    access: portal('portal:pay'),
    replies: { 200: Checkout },
    problems: ['UNAVAILABLE'],
    anew: true,
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
    summary: 'Answer the bank’s question, as the sandbox asks it, or give it up',
    access: portal('portal:pay'),
    body: Type.Object({
      challengeId: text('The challenge.', { minLength: 1, maxLength: 255 }),
      outcome: choice(
        ['accept', 'refuse', 'abandon'],
        'What the payer says; `abandon` ends the payment, to try again or pay otherwise.',
      ),
    }),
    replies: { 200: Checkout },
    problems: outcomes,
  },
} as const satisfies Record<string, Endpoint>
