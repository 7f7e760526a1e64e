import { Type } from 'typebox'
import { amount, invoiceId } from './invoice.ts'
import { choice, currency, decimal, flag, kind, text, time } from './schemas.ts'

const period = (description: string) =>
  Type.Object({ start: time('First instant.'), end: time('Exclusive.') }, { description })

const ExplainedPrice = Type.Object(
  {
    priceId: text('The price.'),
    displayName: text('What it was called.'),
    paymentTerm: choice(['in_advance', 'in_arrears', 'instant'], 'When it was due.'),
    cadence: text('How often it recurred, ISO 8601; `plan` is the plan’s own.'),
    model: text('How it was priced.'),
    properties: Type.Unknown({ description: 'The figures of the model.' }),
  },
  { description: 'The price as it was when the period began; absent for manual lines.' },
)

const ExplainedQuantity = Type.Object(
  {
    value: decimal('How much is billed.'),
    source: choice(['fee', 'meter', 'instant', 'manual'], 'Where it comes from.'),
    billableMetricId: Type.Optional(text('The metric that was read.')),
    customerId: Type.Optional(text('Whose usage.')),
    from: Type.Optional(time('From when usage counts.')),
    to: Type.Optional(time('Until when; exclusive.')),
    asOf: Type.Optional(time('When the meter was read.')),
    alreadyBilled: Type.Optional(decimal('What earlier invoices billed of the same cycle.')),
  },
  { description: 'The quantity, and the query that finds it again.' },
)

const ExplainedTax = Type.Object(
  {
    percent: decimal('Rate in percent.'),
    source: choice(
      ['exemption', 'customer', 'provider', 'plan', 'none'],
      'Who decided: an exemption, the customer’s own rates, the tax provider, the plan, or nobody.',
    ),
    rule: Type.Optional(text('By which rule of the tax provider.')),
    state: Type.Optional(text('Whose tax it is, ISO 3166-1 alpha-2.')),
    note: Type.Optional(text('What the law wants said.')),
    behavior: choice(['exclusive', 'inclusive'], 'Added to the price, or contained in it.'),
    tax: amount('Tax of the line: its share of the tax on all lines of its rate'),
  },
  { description: 'How it is taxed.' },
)

export const ExplainedLine = Type.Object(
  {
    lineItemId: text('The line.'),
    displayName: text('What the invoice calls it.'),
    type: choice(['fee', 'metered', 'manual', 'discount'], 'What it is for.'),
    cause: choice(
      ['charge', 'rebate', 'late', 'credit', 'instant'],
      '`late`: of a cycle that was billed before; `instant`: paid on arrival.',
    ),
    price: Type.Optional(ExplainedPrice),
    quantity: ExplainedQuantity,
    cycle: Type.Optional(period('The natural cycle of the price.')),
    billed: period('The part of it that is billed.'),
    proration: Type.Optional(
      Type.Object(
        {
          nanoseconds: text('Nanoseconds that are billed.'),
          ofNanoseconds: text('Nanoseconds of the natural cycle.'),
        },
        { description: 'The share of the cycle; absent where it is whole.' },
      ),
    ),
    cycleAmount: decimal(
      'What the whole cycle costs, exactly, in major units: before proration and rounding.',
    ),
    alreadyBilledAmount: Type.Optional(
      amount('What earlier invoices billed of the same cycle; this line is the rest'),
    ),
    carriedFrom: Type.Optional(text('The line of another invoice that could not take all of it.')),
    rounding: Type.Object(
      {
        mode: kind('half_away_from_zero'),
        digits: Type.Integer({ description: 'Digits behind the point.' }),
      },
      { description: 'How the line was rounded, once.' },
    ),
    roundedAmount: amount('After rounding'),
    cutAmount: amount('What was cut of it so that the invoice does not fall below zero'),
    taxation: ExplainedTax,
    subtotal: amount('Net'),
    tax: amount('Tax'),
    total: amount('Net and tax'),
    recomputed: flag('Whether computing it again gives the same numbers.'),
  },
  { description: 'One line.' },
)

const totals = (description: string) =>
  Type.Object(
    {
      subtotal: amount('Net'),
      totalTax: amount('Tax'),
      grandTotal: amount('Net and tax'),
      alreadyPaid: amount('What of it instant usage has paid'),
    },
    { description },
  )

export const InvoiceExplanation = Type.Object(
  {
    object: kind('invoice_explanation'),
    invoiceId: invoiceId(),
    status: text('How far the invoice is.'),
    currency: currency(),
    calculatedAt: time('When it was calculated; now, while its period is open.'),
    entryId: Type.Optional(text('The ledger entry that made it a debt.')),
    lines: Type.Array(ExplainedLine, { description: 'All of them, in order.' }),
    totals: totals('As the invoice says.'),
    recomputedTotals: totals('Computed again from the stored snapshot.'),
    recomputed: flag('Whether all lines and totals came out the same.'),
  },
  { title: 'InvoiceExplanation', description: 'Where every amount comes from.' },
)
