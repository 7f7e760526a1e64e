-- Where the money of merchants lies at a provider, how it gets there and leaves, and whether the provider's report agrees.

-- The account that the platform opened for a merchant at Stripe, as Stripe last described it.
create table tally.payment_accounts (
  merchant_id text not null,
  account text not null,
  country text not null,
  charges_enabled boolean not null default false,
  payouts_enabled boolean not null default false,
  details_submitted boolean not null default false,
  -- Names of the fields that Stripe still asks for, and why it has stopped the account.
  requirements text[] not null default '{}',
  disabled_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id),
  unique (account)
);
call tally_private.guard('tally.payment_accounts',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, update"}');
call tally_private.admit('tally.payment_accounts', 'tally_lookup', 'select', 'true');

-- Keys of an account of the merchant's own. Its payments are made there, and past the platform.
create table tally.provider_keys (
  merchant_id text not null,
  provider text not null check (provider = 'stripe'),
  account text not null,
  -- Known to every browser that pays.
  publishable_key text not null,
  -- Sealed: the secret key, and the signing secrets of its webhooks.
  secrets bytea not null,
  created_at timestamptz not null,
  -- Since when new payments are made elsewhere. What lies there can still be refunded.
  replaced_at timestamptz,
  primary key (merchant_id, account)
);
create unique index provider_keys_in_use on tally.provider_keys (merchant_id) where replaced_at is null;
call tally_private.guard('tally.provider_keys',
  '{"tally_app": "select, insert, update, delete", "tally_jobs": "select"}');
-- Payers learn where they pay, and nothing else.
call tally_private.admit('tally.provider_keys', 'tally_portal', 'select (merchant_id, account, publishable_key, replaced_at)',
  'merchant_id = (select tally.current_org())');

-- The plan of a destination charge, before it is asked for: so much of it goes to the merchant's account at once.
create table tally.destination_charges (
  merchant_id text not null,
  payment_attempt_id text not null,
  account text not null,
  -- What the merchant gets, and what the platform keeps as its fee: together the payment.
  amount numeric(38, 9) not null check (amount > 0),
  fee_amount numeric(38, 9) not null check (fee_amount >= 0),
  currency text not null,
  created_at timestamptz not null,
  primary key (merchant_id, payment_attempt_id),
  foreign key (merchant_id, payment_attempt_id) references tally.payment_attempts
);
call tally_private.guard('tally.destination_charges', '{"tally_app": "select", "tally_jobs": "select, insert"}');
call tally_private.append_only('tally.destination_charges');

-- Bulk transfers to a merchant's account, and back. Written down before they are asked for.
create table tally.transfers (
  merchant_id text not null,
  transfer_id text not null,
  kind text not null check (kind in ('transfer', 'reversal')),
  account text not null,
  -- The provider's transfer of which a reversal takes something back.
  reversed_reference text,
  amount numeric(38, 9) not null check (amount > 0),
  currency text not null,
  status text not null check (status in ('created', 'succeeded', 'failed')),
  provider_reference text,
  failure_code text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, transfer_id)
);
-- One at a time: the next is reckoned from what this one leaves.
create unique index transfer_in_flight on tally.transfers (merchant_id, currency) where status = 'created';
call tally_private.guard('tally.transfers', '{"tally_app": "select", "tally_jobs": "select, insert, update"}');

-- What a provider sends to the bank of whoever owns the account.
create table tally.payouts (
  merchant_id text not null,
  payout_id text not null,
  provider text not null,
  provider_account text not null,
  provider_reference text not null,
  amount numeric(38, 9) not null,
  currency text not null,
  status text not null check (status in ('in_transit', 'paid', 'failed')),
  automatic boolean not null,
  -- Booked as settled once, and as failed once.
  settled_at timestamptz,
  failed_at timestamptz,
  failure_code text,
  arrives_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, payout_id),
  unique (merchant_id, provider, provider_account, provider_reference)
);
call tally_private.guard('tally.payouts',
  '{"tally_app": "select", "tally_platform": "select", "tally_jobs": "select, insert, update"}');

-- A dispute is open until the bank decides.
alter table tally.chargebacks
  add column status text not null default 'open' check (status in ('open', 'won', 'lost')),
  -- What the provider gave back of its fee when it was won.
  add column fee_returned numeric(38, 9) not null default 0,
  add column decided_at timestamptz;
grant update (status, fee_returned, decided_at) on tally.chargebacks to tally_jobs;
alter table tally.sandbox_payments
  add column dispute_outcome text check (dispute_outcome in ('won', 'lost'));

-- Each comparison of an account at a provider with the books.
create table tally.reconciliations (
  organization_id text not null,
  reconciliation_id text not null,
  provider text not null,
  provider_account text not null,
  status text not null check (status in ('running', 'done', 'failed')),
  -- The moments, by the provider's clock, between which its transactions were read.
  since timestamptz not null,
  until timestamptz,
  transactions int not null default 0,
  unmatched int not null default 0,
  -- By currency, in major units: what the provider says lies there, what the books say, and what nothing explains.
  balances jsonb not null default '[]',
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, reconciliation_id)
);
create index reconciliations_of_account on tally.reconciliations (organization_id, provider, provider_account, created_at);
call tally_private.guard('tally.reconciliations',
  '{"tally_platform": "select", "tally_app": "select", "tally_jobs": "select, insert, update"}');

-- What did not agree when they were compared, as it was found.
create table tally.reconciliation_items (
  organization_id text not null,
  reconciliation_id text not null,
  line int not null,
  verdict text not null check (verdict in ('unbooked', 'missing_here', 'missing_there', 'other_amount')),
  -- Whose book it concerns.
  concerns text not null,
  kind text not null,
  transaction_id text,
  source text,
  subject_id text,
  amount numeric(38, 9) not null,
  currency text not null,
  created_at timestamptz not null,
  primary key (organization_id, reconciliation_id, line),
  foreign key (organization_id, reconciliation_id) references tally.reconciliations
);
call tally_private.guard('tally.reconciliation_items',
  '{"tally_platform": "select", "tally_app": "select", "tally_jobs": "select, insert"}');
call tally_private.append_only('tally.reconciliation_items');

-- A provider's balance transactions, each with the merchant that it concerns; those of nobody with whoever owns the account.
create table tally.balance_transactions (
  organization_id text not null,
  provider text not null,
  provider_account text not null,
  transaction_id text not null,
  -- What it is to us, and in the provider's words.
  kind text not null,
  type text not null,
  -- The provider's id of what it is about, and by what ours is found.
  source text,
  reference text,
  -- Signed, as they change the balance: what came or went, and the provider's fee for it.
  amount numeric(38, 9) not null,
  fee numeric(38, 9) not null,
  currency text not null,
  -- Our object, by its id, and by how much the books differ because of this.
  subject_id text,
  difference numeric(38, 9) not null,
  verdict text not null check (verdict in ('matched', 'unbooked', 'missing_here', 'other_amount')),
  created_at timestamptz not null,
  judged_at timestamptz not null,
  primary key (organization_id, provider, provider_account, transaction_id)
);
create index balance_transactions_of_subject on tally.balance_transactions (organization_id, subject_id);
create index balance_transactions_unmatched on tally.balance_transactions (organization_id, provider, provider_account)
  where verdict <> 'matched';
call tally_private.guard('tally.balance_transactions',
  '{"tally_platform": "select", "tally_app": "select", "tally_jobs": "select, insert, update, delete"}');

-- Fees that a provider kept, in the book of whoever owns the account.
create table tally.provider_fees (
  organization_id text not null,
  provider text not null,
  provider_account text not null,
  transaction_id text not null,
  -- Negative where it was given back.
  amount numeric(38, 9) not null,
  currency text not null,
  created_at timestamptz not null,
  primary key (organization_id, provider, provider_account, transaction_id)
);
call tally_private.guard('tally.provider_fees', '{"tally_platform": "select", "tally_app": "select", "tally_jobs": "select, insert"}');
call tally_private.append_only('tally.provider_fees');

-- Whose payment and whose account it is: news of either come before anybody knows of which merchant.
create index payment_attempts_by_reference on tally.payment_attempts (provider_reference)
  where provider_reference is not null;
call tally_private.admit('tally.payment_attempts', 'tally_lookup', 'select', 'true');
create function tally.find_provider_payment(named text) returns table (merchant_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.merchant_id from tally.payment_attempts as t where t.provider_reference = named limit 1
$$;

create function tally.find_payment_account(named text) returns table (merchant_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.merchant_id from tally.payment_accounts as p where p.account = named
$$;
create function tally.find_platform() returns table (organization_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.organization_id from tally.organizations as o where o.platform_since is not null
$$;
grant execute on function tally.find_payment_account(text), tally.find_provider_payment(text), tally.find_platform()
  to tally_jobs;
grant create on schema tally to tally_lookup;
alter function tally.find_payment_account(text) owner to tally_lookup;
alter function tally.find_provider_payment(text) owner to tally_lookup;
alter function tally.find_platform() owner to tally_lookup;
revoke create on schema tally from tally_lookup;
