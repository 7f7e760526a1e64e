import { Type } from 'typebox'
import { type Endpoint, portal } from './endpoint.ts'
import { invoiceId } from './invoice.ts'
import {
  Address,
  byId,
  choice,
  creditNoteId,
  currency,
  decimal,
  flag,
  kind,
  listOf,
  page,
  text,
  time,
  uri,
} from './schemas.ts'

/** What a customer sees of invoices: none before it is issued. */
export const portalInvoiceStatuses = [
  'ISSUED',
  'PAYMENT_FAILED',
  'PAID',
  'CANCELLED',
  'WRITTEN_OFF',
] as const

const amount = (description: string) => decimal(`${description}, in major units.`)

const fields = {
  object: kind('portalInvoice'),
  id: invoiceId(),
  number: text('Its number.'),
  status: choice(
    portalInvoiceStatuses,
    'How far it is; `PAYMENT_FAILED` once nobody tries the stored method any more.',
  ),
  issuedAt: time('When it was issued.'),
  dueAt: Type.Optional(time('By when it is to be paid.')),
  paidAt: Type.Optional(time('When it was paid.')),
  periodStart: time('Start of its period.'),
  periodEnd: time('End of its period; the first instant after it.'),
  total: amount('Net and tax'),
  amountDue: amount('What is still owed'),
  currency: currency(),
  paymentUrl: Type.Optional(uri('Where it can be paid, while it is owed.')),
}

export const PortalInvoice = Type.Object(fields, {
  title: 'PortalInvoice',
  description: 'An invoice of the subscription of the link.',
})

const Party = Type.Object(
  {
    name: text('Its name.'),
    email: Type.Optional(text('E-mail address.')),
    phone: Type.Optional(text('Phone number.')),
    website: Type.Optional(text('Web address.')),
    taxId: Type.Optional(text('Tax id.')),
    address: Type.Optional(Address),
  },
  { description: 'As it was when the invoice was issued.' },
)

const Line = Type.Object(
  {
    name: text('What it is for.'),
    description: Type.Optional(text('More about it.')),
    periodStart: Type.Optional(time('From when.')),
    periodEnd: Type.Optional(time('Until when; the first instant after it.')),
    quantity: decimal('How much.'),
    unit: Type.Optional(text('What one of the quantity is.')),
    unitPrice: Type.Optional(
      decimal('Price of one, in major units; left out where one price does not tell it.'),
    ),
    taxPercent: decimal('19 is 19 %.'),
    amount: amount('Without tax'),
  },
  { description: 'A line.' },
)

const Tax = Type.Object(
  {
    percent: decimal('19 is 19 %.'),
    treatment: choice(
      ['standard', 'reverse_charge', 'exempt', 'outside_scope', 'zero'],
      'Why the tax is what it is.',
    ),
    base: amount('What is taxed'),
    tax: amount('The tax on it'),
    note: Type.Optional(text('What the law wants said.')),
  },
  { description: 'What is taxed at one rate.' },
)

const CreditNote = Type.Object(
  {
    id: creditNoteId(),
    number: text('Its number.'),
    status: choice(['ISSUED', 'VOIDED'], 'Whether it counts.'),
    amount: amount('Net and tax that are given back'),
    issuedAt: time('When it was issued.'),
    documentUrl: uri('The credit note as a PDF; expires.'),
  },
  { description: 'A credit note.' },
)

export const PortalInvoiceWithLines = Type.Object(
  {
    ...fields,
    seller: Party,
    buyer: Party,
    lines: Type.Array(Line, { description: 'Its lines, in order.' }),
    taxes: Type.Array(Tax, { description: 'Its tax, rate by rate.' }),
    subtotal: amount('Net'),
    tax: amount('Tax'),
    paidBefore: amount('Paid as it was used, before the invoice was issued'),
    notes: Type.Array(Type.String(), { description: 'What stands below the totals.' }),
    footer: Type.Optional(text('What stands at the foot.')),
    isPaymentInFlight: flag('Whether a payment of it is being processed right now.'),
    creditNotes: Type.Array(CreditNote, { description: 'The newest first.' }),
    documents: Type.Object(
      {
        pdf: uri('The PDF; expires.'),
        ubl: Type.Optional(uri('The e-invoice as UBL; expires. Left out where one needs more.')),
        cii: Type.Optional(uri('The e-invoice as CII; likewise.')),
      },
      { description: 'Files to keep.' },
    ),
  },
  { title: 'PortalInvoiceWithLines', description: 'All that an invoice says.' },
)

/** Invoices, for the holder of a portal link. */
export const portalInvoices = {
  listPortalInvoices: {
    method: 'GET',
    path: '/v0/portal/invoices',
    tag: 'Portal',
    summary: 'List your invoices, the newest first',
    access: portal('portal:read'),
    query: Type.Object(page),
    replies: { 200: listOf(PortalInvoice) },
    problems: [],
  },
  getPortalInvoice: {
    method: 'GET',
    path: '/v0/portal/invoices/{id}',
    tag: 'Portal',
    summary: 'Get an invoice with all that it says',
    access: portal('portal:read'),
    params: byId(invoiceId()),
    replies: { 200: PortalInvoiceWithLines },
    problems: [],
  },
} as const satisfies Record<string, Endpoint>
