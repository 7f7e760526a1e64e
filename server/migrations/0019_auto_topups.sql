-- Funds that fill up by themselves, and cards that are about to expire.

-- An alarm: whoever spends the balance below it has somebody look. Null while nobody listens.
alter table tally.accounts add column low_below numeric(38, 9);

-- Who wanted it: the payer on a page, the renewal of a subscription, or funds that ran low.
alter table tally.topups add column origin text not null default 'page'
  check (origin in ('page', 'refill', 'auto'));

create table tally.auto_topups (
  merchant_id text not null,
  customer_id text not null,
  currency text not null,
  threshold numeric(38, 9) not null check (threshold > 0),
  amount numeric(38, 9) not null check (amount > 0),
  -- The most in a calendar month.
  monthly_limit numeric(38, 9) not null check (monthly_limit > 0),
  -- The one that is on its way, or that is tried again. One at a time.
  topup_id text,
  first_failed_at timestamptz,
  failed_times int not null default 0,
  -- When the one that failed is tried again.
  retry_at timestamptz,
  -- Why nothing is charged: the limit, a dispute, or the code of the last failure.
  stopped_reason text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, customer_id),
  foreign key (merchant_id, customer_id) references tally.customers
);
create unique index auto_topup_of_topup on tally.auto_topups (merchant_id, topup_id) where topup_id is not null;
call tally_private.guard('tally.auto_topups',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');
call tally_private.admit('tally.auto_topups', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
