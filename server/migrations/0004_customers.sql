-- A customer is the relation between a merchant and a consumer organization, with what the merchant entered, sealed
-- under the merchant's key. consumer_id crosses books, so it has no foreign key.

create table tally.customers (
  merchant_id text not null references tally.organizations (organization_id),
  customer_id text not null,
  consumer_id text not null,
  -- Sealed: name, e-mail, phone, address, taxId, externalId.
  details bytea not null,
  -- Blind indexes under the merchant's key. A deleted customer has none, so its e-mail and external id are free again.
  email_index bytea,
  external_id_index bytea,
  -- Percent by plan id, metric id or 'default', as decimal text.
  tax_rates jsonb not null default '{}',
  notify_invoice_issued boolean not null default true,
  notify_invoice_paid boolean not null default true,
  notify_renewal boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (merchant_id, customer_id),
  constraint customer_exists unique (merchant_id, email_index),
  constraint external_id_taken unique (merchant_id, external_id_index)
);
create unique index customer_of_consumer on tally.customers (merchant_id, consumer_id) where deleted_at is null;
create index customers_newest on tally.customers (merchant_id, created_at desc, customer_id desc)
  where deleted_at is null;
create index customers_of_consumer on tally.customers (consumer_id);
call tally_private.guard('tally.customers', '{"tally_app": "select, insert, update", "tally_jobs": "select"}');
call tally_private.admit('tally.customers', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
