-- Funds that fill up by themselves, and cards that are about to expire.

-- An alarm, once: whoever spends the balance below it has somebody look. Null while nobody listens.
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

-- Funds and cards are told of, too: they belong to no subscription.
alter table tally.notices alter column subscription_id drop not null;
alter table tally.notices drop constraint notices_kind_check;
alter table tally.notices add constraint notices_kind_check check (kind in ('renewal_reminder', 'invoice_issued',
  'invoice_paid', 'payment_failed', 'payment_needs_you', 'topup_failed', 'topup_needs_you', 'topup_limit_reached',
  'card_expiring', 'invoice_credited', 'account_claim'));

-- Cards that were stored before anybody watched when they end: somebody looks at each once, and knows then. Only the
-- owner of the tables can do that for all organizations, and only while it is let past their policies.
alter table tally.payment_methods no force row level security;
alter table tally.customer_clocks no force row level security;
alter table tally.test_clocks no force row level security;
alter table tally.due_work no force row level security;
insert into tally.due_work (organization_id, kind, subject_id, lane, test_clock_id, rank, due_at, run_at)
select m.merchant_id, 'payments.watch_card', m.payment_method_id, coalesce(k.test_clock_id, m.customer_id),
  k.test_clock_id, 100, coalesce(k.shows_at, now()), now()
from tally.payment_methods as m
left join tally.customer_clocks as c on c.merchant_id = m.merchant_id and c.customer_id = m.customer_id
left join tally.test_clocks as k on k.merchant_id = c.merchant_id and k.test_clock_id = c.test_clock_id
where m.removed_at is null
on conflict do nothing;
alter table tally.payment_methods force row level security;
alter table tally.customer_clocks force row level security;
alter table tally.test_clocks force row level security;
alter table tally.due_work force row level security;
