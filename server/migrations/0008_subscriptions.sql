create table tally.subscriptions (
  merchant_id text not null,
  subscription_id text not null,
  customer_id text not null,
  consumer_id text not null,
  plan_id text not null,
  product_id text not null,
  -- Sealed: name, metadata, redirect URLs, termination reason.
  details bytea not null,
  status text not null check (status in ('pending_payment', 'active', 'terminated')),
  currency text not null,
  billing_cadence text not null,
  -- From which the periods are counted.
  anchor timestamptz not null,
  -- The period that runs: 1 is the first one. 0 before it begins; then the bounds are those of the first one.
  period int not null default 0,
  period_start timestamptz not null,
  period_end timestamptz not null,
  -- Since when its plan bills: the start of the first period, or the last change of the plan.
  plan_since timestamptz not null,
  -- The prices with which it was subscribed: those of the first period.
  terms jsonb not null,
  -- The plan that it changes to when the period ends; null when it stays.
  next_plan_id text,
  test_clock_id text,
  started_at timestamptz not null,
  ending_at timestamptz,
  activated_at timestamptz,
  terminated_at timestamptz,
  terminated_by text,
  -- Target of the prefund; null when the subscription has none.
  prefund_target numeric(38, 9),
  -- What the first payment pays into the customer's funds.
  prefund_due numeric(38, 9) not null default 0,
  auto_charge boolean not null,
  tax_exempt boolean not null,
  renewal_reminder_enabled boolean,
  renewal_reminder_days int,
  -- Whether invoices are issued by themselves; null is the plan's setting.
  auto_approve boolean,
  payment_term_days int not null,
  payment_session_id text,
  -- What fills the funds up to the target at a renewal: the top-up that was tried last, and how that went.
  refill_topup_id text,
  refill_first_failed_at timestamptz,
  refill_failed_times int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, subscription_id),
  foreign key (merchant_id, customer_id) references tally.customers,
  foreign key (merchant_id, plan_id) references tally.plans,
  foreign key (merchant_id, next_plan_id) references tally.plans,
  check (period_start < period_end)
);
create unique index active_subscription_exists on tally.subscriptions (merchant_id, customer_id, product_id)
  where status in ('pending_payment', 'active');
create index subscriptions_by_age on tally.subscriptions (merchant_id, created_at);
create index subscriptions_of_customer on tally.subscriptions (merchant_id, customer_id, created_at);
create index subscriptions_of_plan on tally.subscriptions (merchant_id, plan_id);
create unique index subscription_of_refill on tally.subscriptions (merchant_id, refill_topup_id)
  where refill_topup_id is not null;
create index subscriptions_of_consumer on tally.subscriptions (consumer_id);
call tally_private.guard('tally.subscriptions',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, update"}');
call tally_private.admit('tally.subscriptions', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and subscription_id = (select tally.current_subject())');
