-- Instant usage. An event keeps its own price, tax, fee and the entry that moved the money; it never changes.

create table tally.usage_segments (
  merchant_id text not null,
  segment_id text not null,
  -- zstd, then sealed: what the sender wrote besides the figures (idempotency keys, metadata), one line per event.
  body bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, segment_id)
);
alter table tally.usage_segments alter column body set storage external;
call tally_private.guard('tally.usage_segments',
  '{"tally_app": "select, insert", "tally_jobs": "select", "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.append_only('tally.usage_segments');

create table tally.usage_events (
  merchant_id text not null,
  usage_event_id text not null,
  -- 128 bits of HMAC(the merchant's key, idempotency key). Unique for good.
  key uuid not null,
  customer_id text not null,
  consumer_id text not null,
  subscription_id text not null,
  used_at timestamptz not null,
  created_at timestamptz not null,
  currency text not null,
  price numeric(38, 9) not null,
  tax numeric(38, 9) not null,
  fee numeric(38, 9) not null,
  -- Null when nothing moved (an amount of zero).
  entry_id text,
  segment_id text not null,
  line int not null,
  -- One element per property of the event. Its price is what the whole quantity cost without tax: they add up to price.
  metric_ids text[] not null,
  quantities numeric[] not null,
  prices numeric[] not null,
  primary key (merchant_id, usage_event_id),
  unique (merchant_id, key)
);
create index usage_events_of_customer on tally.usage_events (merchant_id, customer_id, used_at);
create index usage_events_by_time on tally.usage_events (merchant_id, used_at);
call tally_private.guard('tally.usage_events',
  '{"tally_app": "select, insert", "tally_jobs": "select", "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.admit('tally.usage_events', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
call tally_private.append_only('tally.usage_events');

create table tally.usage_refunds (
  merchant_id text not null,
  usage_event_id text not null,
  customer_id text not null,
  entry_id text,
  reason bytea,
  refunded_at timestamptz not null,
  primary key (merchant_id, usage_event_id),
  foreign key (merchant_id, usage_event_id) references tally.usage_events
);
call tally_private.guard('tally.usage_refunds',
  '{"tally_app": "select, insert", "tally_jobs": "select", "tally_consumer": "select", "tally_platform": "select"}');
call tally_private.admit('tally.usage_refunds', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
call tally_private.append_only('tally.usage_refunds');

-- How much of a volume price a subscription has consumed in a period: the next unit's price depends on it.
create table tally.volume_counters (
  merchant_id text not null,
  subscription_id text not null,
  price_id text not null,
  period_start timestamptz not null,
  consumed numeric(39, 15) not null,
  primary key (merchant_id, subscription_id, price_id, period_start)
);
call tally_private.guard('tally.volume_counters', '{"tally_app": "select, insert, update", "tally_jobs": "select"}');
