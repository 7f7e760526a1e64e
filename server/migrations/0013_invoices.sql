-- What is owed: an invoice per period, the lines that it is made of, and what usage has been billed so far.

create table tally.invoices (
  merchant_id text not null,
  invoice_id text not null,
  subscription_id text not null,
  customer_id text not null,
  -- An invoice of a period closes it. An upfront one is due at once: Invoice 0, and what a change of the plan costs.
  kind text not null check (kind in ('period', 'upfront')),
  -- Number of the period; the first upfront invoice, which gates activation, is 0.
  sequence int not null,
  status text not null check (status in ('ACTIVE', 'CLOSING', 'CLOSED', 'CALCULATING', 'DRAFT', 'ISSUED',
    'PAYMENT_FAILED', 'PAID', 'CANCELLED', 'WRITTEN_OFF', 'FAILED')),
  currency text not null,
  -- Gap-free per merchant and month; given when it is issued, and never again to another.
  number text,
  billing_anchor timestamptz not null,
  billing_cadence text not null,
  auto_approve boolean not null,
  payment_term_days int not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  grace_period_end timestamptz not null,
  -- The prices of the period as they were when it opened, and since when they hold; null for an upfront invoice.
  terms jsonb,
  -- When these terms end within or with the period: an end of the subscription, or a change of its plan.
  terms_end timestamptz,
  -- What is due in advance for the period was billed before it opened, or as it did.
  advance_billed boolean not null default false,
  -- Nothing follows it: the subscription has ended.
  closes_subscription boolean not null default false,
  -- Totals of the lines, once they are calculated.
  subtotal numeric(38, 9) not null default 0,
  total_tax numeric(38, 9) not null default 0,
  grand_total numeric(38, 9) not null default 0,
  -- What of them instant usage has paid already: it shows, and is not owed.
  instant_subtotal numeric(38, 9) not null default 0,
  instant_tax numeric(38, 9) not null default 0,
  -- What the last invoice could not take of credits, given to the customer as funds.
  paid_out_net numeric(38, 9) not null default 0,
  paid_out_tax numeric(38, 9) not null default 0,
  item_count int not null default 0,
  -- Estimate, actual and reconciliation of the tax; null when the plan has no tax.
  tax jsonb,
  -- The platform's part, and how much of it is fixed; known when it is paid.
  fee numeric(38, 9) not null default 0,
  fee_fixed numeric(38, 9) not null default 0,
  payment_session_id text,
  -- How often the stored method was tried again, and since when it fails.
  dunning_step int not null default 0,
  first_failed_at timestamptz,
  -- `provider:account`, `funds` or `out_of_band`; null until it is paid.
  paid_from text,
  failure_code text,
  -- [{status, at}], the oldest first.
  history jsonb not null default '[]',
  calculated_at timestamptz,
  issued_at timestamptz,
  due_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, invoice_id),
  unique (merchant_id, subscription_id, kind, sequence),
  unique (merchant_id, number),
  foreign key (merchant_id, subscription_id) references tally.subscriptions
);
create index invoices_by_age on tally.invoices (merchant_id, created_at);
create index invoices_of_customer on tally.invoices (merchant_id, customer_id, created_at);
call tally_private.guard('tally.invoices',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.invoices', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and subscription_id = (select tally.current_subject())');

create table tally.invoice_lines (
  merchant_id text not null,
  -- Follows from the subscription and what the line is for: a pending line has the id that it will have when invoiced.
  invoice_line_id text not null,
  -- Null while the line waits: manual lines and credits that were carried over.
  invoice_id text,
  subscription_id text not null,
  customer_id text not null,
  position int,
  type text not null check (type in ('fee', 'metered', 'manual', 'discount')),
  cause text not null check (cause in ('charge', 'rebate', 'late', 'credit', 'instant')),
  price_id text,
  fee_id text,
  billable_metric_id text,
  item_id text,
  payment_term text check (payment_term in ('in_advance', 'in_arrears', 'instant')),
  -- Null where the merchant wrote it: then it is among the details.
  display_name text,
  -- Sealed: name and description of a manual line.
  details bytea,
  -- The natural cycle of the price, and the part of it that is billed.
  cycle_start timestamptz,
  cycle_end timestamptz,
  billed_start timestamptz not null,
  billed_end timestamptz not null,
  invoice_at timestamptz not null,
  currency text not null,
  quantity numeric(39, 15) not null,
  unit_price numeric(39, 15) not null,
  -- Percent.
  tax_rate numeric(18, 15) not null default 0,
  subtotal numeric(38, 9) not null,
  tax numeric(38, 9) not null default 0,
  total numeric(38, 9) not null,
  -- All that its amounts follow from: pricing, source of the quantity, proration, what was cut, tax rule.
  basis jsonb not null default '{}',
  -- Blind index of the key that came with a manual line, and a hash of what was asked for.
  idempotency_key bytea,
  fingerprint bytea,
  calculated_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, invoice_line_id),
  unique (merchant_id, invoice_id, position),
  unique (merchant_id, idempotency_key),
  foreign key (merchant_id, invoice_id) references tally.invoices,
  foreign key (merchant_id, subscription_id) references tally.subscriptions
);
create index invoice_lines_pending on tally.invoice_lines (merchant_id, subscription_id, invoice_at)
  where calculated_at is null;
create index invoice_lines_of_subscription on tally.invoice_lines (merchant_id, subscription_id, created_at);
call tally_private.guard('tally.invoice_lines',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.invoice_lines', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and subscription_id = (select tally.current_subject())');

-- What usage has been billed, late parts included: what arrives afterwards is compared with it.
create table tally.billed_usage (
  merchant_id text not null,
  subscription_id text not null,
  price_id text not null,
  billed_from timestamptz not null,
  billed_to timestamptz not null,
  billable_metric_id text not null,
  customer_id text not null,
  -- The price as it was, in the form of the terms.
  price jsonb not null,
  quantity numeric(39, 15) not null,
  -- Before rebates are cut.
  amount numeric(38, 9) not null,
  invoice_id text not null,
  billed_at timestamptz not null,
  primary key (merchant_id, subscription_id, price_id, billed_from),
  foreign key (merchant_id, invoice_id) references tally.invoices
);
call tally_private.guard('tally.billed_usage',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

-- The last number given, by series and month.
create table tally.invoice_numbers (
  merchant_id text not null,
  series text not null check (series in ('INV', 'CRN')),
  month text not null,
  last int not null,
  primary key (merchant_id, series, month)
);
call tally_private.guard('tally.invoice_numbers',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

-- Credit notes: full refunds of paid invoices.
create table tally.invoice_refunds (
  merchant_id text not null,
  invoice_refund_id text not null,
  invoice_id text not null,
  subscription_id text not null,
  customer_id text not null,
  number text not null,
  status text not null check (status in ('ISSUED', 'VOIDED')),
  currency text not null,
  amount numeric(38, 9) not null,
  tax_amount numeric(38, 9) not null,
  total numeric(38, 9) not null,
  -- What the platform gives back of its fee.
  fee numeric(38, 9) not null default 0,
  -- Sealed: the reason.
  details bytea not null,
  -- `provider:account`, `funds` or `out_of_band`: where its money goes back to.
  paid_from text not null,
  -- The refund at the provider, where one moves money.
  refund_id text,
  -- When the provider confirmed, or when the customer had it as funds.
  settled_at timestamptz,
  voided_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, invoice_refund_id),
  unique (merchant_id, number),
  foreign key (merchant_id, invoice_id) references tally.invoices
);
create unique index invoice_already_refunded on tally.invoice_refunds (merchant_id, invoice_id) where status = 'ISSUED';
call tally_private.guard('tally.invoice_refunds',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.invoice_refunds', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and subscription_id = (select tally.current_subject())');

-- What the merchant decided about a debt: it was paid elsewhere, is given up, or is expected again.
create table tally.invoice_decisions (
  merchant_id text not null,
  invoice_decision_id text not null,
  invoice_id text not null,
  kind text not null check (kind in ('marked_paid', 'written_off', 'write_off_reversed')),
  -- Sealed: the merchant's reference and note.
  details bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, invoice_decision_id),
  foreign key (merchant_id, invoice_id) references tally.invoices
);
create index invoice_decisions_of_invoice on tally.invoice_decisions (merchant_id, invoice_id, created_at);
call tally_private.guard('tally.invoice_decisions', '{"tally_app": "select, insert", "tally_jobs": "select, insert"}');
call tally_private.append_only('tally.invoice_decisions');
