-- What a merchant sells. Names stand in the clear (they are printed on checkout pages); descriptions and metadata are sealed.

create table tally.products (
  merchant_id text not null references tally.organizations (organization_id),
  product_id text not null,
  name text not null,
  details bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, product_id)
);

create table tally.billable_metrics (
  merchant_id text not null,
  billable_metric_id text not null,
  product_id text not null,
  name text not null,
  unit text not null,
  aggregation text not null check (aggregation in ('SUM', 'COUNT', 'AVG', 'MIN', 'MAX', 'UNIQUE_COUNT', 'LATEST')),
  event_type text,
  value_property text,
  group_by jsonb,
  event_from timestamptz,
  details bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (merchant_id, billable_metric_id),
  foreign key (merchant_id, product_id) references tally.products
);

create table tally.fees (
  merchant_id text not null,
  fee_id text not null,
  product_id text not null,
  name text not null,
  details bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (merchant_id, fee_id),
  foreign key (merchant_id, product_id) references tally.products
);

create table tally.prices (
  merchant_id text not null,
  price_id text not null,
  billable_metric_id text,
  fee_id text,
  model text not null check (model in ('standard', 'dynamic', 'volume', 'percentage')),
  -- As on the wire: decimal strings.
  properties jsonb not null,
  -- Tiers or packages, as on the wire; the model is then standard and the unit price 0.
  pricing jsonb,
  payment_term text not null check (payment_term in ('instant', 'in_advance', 'in_arrears')),
  billing_cadence text,
  invoice_display_name text not null,
  quantity int not null default 1 check (quantity >= 0),
  grant_discount_enabled boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (merchant_id, price_id),
  foreign key (merchant_id, billable_metric_id) references tally.billable_metrics,
  foreign key (merchant_id, fee_id) references tally.fees,
  constraint price_of_metric_or_fee check ((billable_metric_id is null) <> (fee_id is null))
);

create index prices_of_metric on tally.prices (merchant_id, billable_metric_id);
create index prices_of_fee on tally.prices (merchant_id, fee_id);

create table tally.plans (
  merchant_id text not null,
  plan_id text not null,
  product_id text not null,
  name text not null,
  currency text not null,
  billing_cadence text not null check (billing_cadence in ('P1M', 'P3M', 'P1Y')),
  billing_version int not null check (billing_version in (0, 1)),
  billing_anchor timestamptz,
  invoice_display_name text,
  default_tax_code text not null,
  -- Percent, decimal text without float in between.
  default_tax_rate numeric(18, 15) not null,
  tax_behavior text not null check (tax_behavior in ('exclusive', 'inclusive')),
  renewal_reminder_enabled boolean not null,
  renewal_reminder_days int not null,
  stable_price_ids boolean not null,
  -- Whether the unused part of advance fees is credited when a subscription ends early.
  credit_unused_advance boolean not null default false,
  -- Whether invoices are issued by themselves; null as the merchant's billing settings say.
  auto_approve boolean,
  details bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (merchant_id, plan_id),
  foreign key (merchant_id, product_id) references tally.products
);

create table tally.plan_prices (
  merchant_id text not null,
  plan_id text not null,
  position int not null,
  price_id text not null,
  primary key (merchant_id, plan_id, position),
  unique (merchant_id, plan_id, price_id),
  foreign key (merchant_id, plan_id) references tally.plans,
  foreign key (merchant_id, price_id) references tally.prices
);
create index plan_prices_of_price on tally.plan_prices (merchant_id, price_id);

do $$
declare
  guarded text;
begin
  foreach guarded in array array['products', 'billable_metrics', 'fees', 'prices', 'plans'] loop
    call tally_private.guard(('tally.' || guarded)::regclass,
      '{"tally_app": "select, insert, update", "tally_jobs": "select", "tally_portal": "select"}');
  end loop;
  call tally_private.guard('tally.plan_prices',
    '{"tally_app": "select, insert, delete", "tally_jobs": "select", "tally_portal": "select"}');
end $$;
