-- Mails to customers. One row per thing to be told, so that nothing is told twice.

create table tally.notices (
  merchant_id text not null,
  notice_id text not null,
  kind text not null check (kind in ('renewal_reminder', 'invoice_issued', 'invoice_paid', 'payment_failed',
    'payment_needs_you')),
  -- What it is about, and which time: an invoice, the end of a period, a failed attempt.
  occasion text not null,
  customer_id text not null,
  subscription_id text not null,
  status text not null check (status in ('waiting', 'sent', 'refused', 'kept')),
  -- Sealed: address, subject and both forms of the text.
  details bytea not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (merchant_id, notice_id),
  unique (merchant_id, kind, occasion),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index notices_by_age on tally.notices (merchant_id, created_at);
create index notices_of_customer on tally.notices (merchant_id, customer_id, created_at);
call tally_private.guard('tally.notices',
  '{"tally_app": "select", "tally_jobs": "select, insert, update"}');
