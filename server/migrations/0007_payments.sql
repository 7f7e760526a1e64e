-- Payments: sessions are the only door to a provider, attempts are stored before the provider is called.

create table tally.payment_sessions (
  merchant_id text not null,
  payment_session_id text not null,
  customer_id text,
  mode text not null check (mode in ('payment', 'setup')),
  -- A session that only stores a method is the customer's.
  entity_type text not null check (entity_type in ('invoice', 'subscription', 'payment', 'topup', 'customer')),
  entity_id text not null,
  subscription_id text,
  amount numeric(38, 9) not null,
  -- The part of the amount that becomes funds of the customer, and so can go back through this payment.
  funds_amount numeric(38, 9) not null default 0,
  currency text not null,
  status text not null check (status in ('pending', 'processing', 'completed', 'failed', 'expired', 'cancelled')),
  save_method text not null default 'no' check (save_method in ('no', 'offered', 'required')),
  code_hash bytea not null,
  -- Sealed: the checkout address with its code, what the customer sees before paying, redirect URLs, label, metadata.
  details bytea not null,
  provider text not null,
  provider_account text not null default '',
  provider_reference text,
  failure_code text,
  expires_at timestamptz not null,
  completed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, payment_session_id),
  unique (payment_session_id)
);
create index payment_sessions_of_entity on tally.payment_sessions (merchant_id, entity_type, entity_id);
create index payment_sessions_of_customer on tally.payment_sessions (merchant_id, customer_id, created_at);
call tally_private.guard('tally.payment_sessions',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.payment_sessions', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and payment_session_id = (select tally.current_subject())');
call tally_private.admit('tally.payment_sessions', 'tally_lookup', 'select', 'true');

create table tally.payment_attempts (
  merchant_id text not null,
  payment_attempt_id text not null,
  payment_session_id text not null,
  -- Sent to the provider, so a repeated call is one payment there.
  idempotency_key text not null,
  amount numeric(38, 9) not null,
  currency text not null,
  status text not null check (status in ('created', 'requires_action', 'processing', 'succeeded', 'failed')),
  provider_reference text,
  -- The bank's question to the payer, while it is open.
  challenge_id text,
  failure_code text,
  save_method boolean not null default false,
  -- The stored method that is charged while its holder is away; null for a payment on the page.
  payment_method_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, payment_attempt_id),
  unique (merchant_id, idempotency_key),
  foreign key (merchant_id, payment_session_id) references tally.payment_sessions
);
create index payment_attempts_of_session on tally.payment_attempts (merchant_id, payment_session_id, created_at);
-- One payable, one attempt: a second one cannot start while the first is under way.
create unique index payment_in_progress on tally.payment_attempts (merchant_id, payment_session_id)
  where status in ('created', 'requires_action', 'processing');
call tally_private.guard('tally.payment_attempts',
  '{"tally_app": "select", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.payment_attempts', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and payment_session_id = (select tally.current_subject())');

-- What a provider told us, once each.
create table tally.provider_events (
  merchant_id text not null,
  provider text not null,
  provider_event_id text not null,
  kind text not null,
  received_at timestamptz not null,
  primary key (merchant_id, provider, provider_event_id)
);
call tally_private.guard('tally.provider_events', '{"tally_jobs": "select, insert"}');
call tally_private.append_only('tally.provider_events');

create table tally.payments (
  merchant_id text not null,
  payment_id text not null,
  customer_id text,
  amount numeric(38, 9) not null,
  currency text not null,
  status text not null check (status in ('pending', 'processing', 'completed', 'expired', 'cancelled')),
  idempotency_index bytea,
  details bytea not null,
  expires_at timestamptz not null,
  completed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, payment_id),
  unique (merchant_id, idempotency_index),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index payments_of_customer on tally.payments (merchant_id, customer_id, created_at);
call tally_private.guard('tally.payments',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, update"}');
call tally_private.admit('tally.payments', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');

create table tally.topups (
  merchant_id text not null,
  topup_id text not null,
  customer_id text not null,
  amount numeric(38, 9) not null,
  currency text not null,
  status text not null check (status in ('pending', 'success', 'failed', 'cancelled')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, topup_id),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index topups_of_customer on tally.topups (merchant_id, customer_id, created_at);
call tally_private.guard('tally.topups', '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.topups', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');

create table tally.payment_methods (
  merchant_id text not null,
  payment_method_id text not null,
  customer_id text not null,
  provider text not null,
  -- Sealed: the provider's token, type, brand, last4, expiry. Empty once it is removed.
  details bytea not null,
  -- The highest of a customer's is its default: stored or chosen last.
  precedence int not null,
  -- Why the bank will never again let it be charged.
  unusable_code text,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (merchant_id, payment_method_id),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index payment_methods_of_customer on tally.payment_methods (merchant_id, customer_id, created_at);
call tally_private.guard('tally.payment_methods',
  '{"tally_app": "select, update", "tally_jobs": "select, insert, update"}');

-- Money on its way back: unused funds, paid invoices that are credited, and payments that came twice, late or after
-- expiry. One row per provider payment.
create table tally.refunds (
  merchant_id text not null,
  refund_id text not null,
  reason text not null check (reason in ('funds_return', 'duplicate_payment', 'invoice_refund')),
  -- The funds return, the attempt or the credit note that this refund serves.
  subject_id text not null,
  payment_attempt_id text not null,
  customer_id text,
  amount numeric(38, 9) not null check (amount > 0),
  currency text not null,
  -- Pending, cancelling and cancelled are of before the money has arrived.
  status text not null check (status in ('pending', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, refund_id),
  unique (merchant_id, reason, subject_id, payment_attempt_id)
);
create index refunds_of_attempt on tally.refunds (merchant_id, payment_attempt_id);
create index refunds_of_customer on tally.refunds (merchant_id, customer_id);
call tally_private.guard('tally.refunds', '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

create table tally.funds_returns (
  merchant_id text not null,
  funds_return_id text not null,
  customer_id text not null,
  amount numeric(38, 9) not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  reason bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, funds_return_id),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index funds_returns_of_customer on tally.funds_returns (merchant_id, customer_id, created_at);
call tally_private.guard('tally.funds_returns',
  '{"tally_app": "select, insert", "tally_jobs": "select, update"}');
call tally_private.admit('tally.funds_returns', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');

-- A payer's bank that takes a payment back, once per payment.
create table tally.chargebacks (
  merchant_id text not null,
  payment_attempt_id text not null,
  provider_reference text not null,
  amount numeric(38, 9) not null,
  -- What was taken from the customer's unspent funds; the merchant bore the rest and the fee.
  funds_amount numeric(38, 9) not null,
  fee_amount numeric(38, 9) not null,
  currency text not null,
  created_at timestamptz not null,
  primary key (merchant_id, payment_attempt_id),
  foreign key (merchant_id, payment_attempt_id) references tally.payment_attempts
);
call tally_private.guard('tally.chargebacks', '{"tally_app": "select", "tally_jobs": "select, insert"}');

-- The sandbox provider's own memory: it stands outside our books, as a real provider does, and tells us by webhook.
create table tally.sandbox_payments (
  merchant_id text not null,
  sandbox_payment_id text not null,
  idempotency_key text not null,
  amount numeric(38, 9) not null,
  currency text not null,
  status text not null check (status in ('requires_action', 'processing', 'succeeded', 'failed')),
  outcome text not null,
  challenge_id text,
  failure_code text,
  -- Sealed: brand, last4, expiry, token.
  method bytea not null,
  -- The payer's bank took it back, and the provider this fee for the case.
  disputed_at timestamptz,
  dispute_fee numeric(38, 9),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, sandbox_payment_id),
  unique (merchant_id, idempotency_key)
);
call tally_private.guard('tally.sandbox_payments', '{"tally_jobs": "select, insert, update"}');

-- Cards that it can charge again by their token.
create table tally.sandbox_methods (
  merchant_id text not null,
  token text not null,
  outcome text not null,
  -- How often it was charged while its holder was away.
  charges int not null default 0,
  -- Sealed: brand, last4, expiry, token.
  method bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, token)
);
call tally_private.guard('tally.sandbox_methods', '{"tally_jobs": "select, insert, update"}');

create table tally.sandbox_refunds (
  merchant_id text not null,
  sandbox_refund_id text not null,
  sandbox_payment_id text not null,
  idempotency_key text not null,
  amount numeric(38, 9) not null,
  status text not null check (status in ('pending', 'succeeded', 'failed', 'cancelled')),
  created_at timestamptz not null,
  primary key (merchant_id, sandbox_refund_id),
  unique (merchant_id, idempotency_key),
  foreign key (merchant_id, sandbox_payment_id) references tally.sandbox_payments
);
call tally_private.guard('tally.sandbox_refunds', '{"tally_jobs": "select, insert, update"}');

create function tally.find_payment_session(id text) returns table (
  merchant_id text, customer_id text, code_hash bytea, expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.merchant_id, s.customer_id, s.code_hash, s.expires_at
  from tally.payment_sessions as s where s.payment_session_id = id
$$;
grant execute on function tally.find_payment_session(text) to tally_portal;
alter function tally.find_payment_session(text) owner to tally_lookup;
