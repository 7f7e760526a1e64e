-- Payments that a provider's own form makes, methods that the payer chooses on the page, and customers at Stripe.

alter table tally.payment_attempts
  -- Real time at which it was written down, whatever clock its customer lives by.
  add column asked_at timestamptz,
  -- The stored method that its holder chose on the page.
  add column chosen_method_id text,
  -- Sealed: what one may know of the method that was used.
  add column method bytea;
create index payment_attempts_of_reference on tally.payment_attempts (merchant_id, provider_reference);

-- In which account of the provider it can be charged.
alter table tally.payment_methods add column provider_account text not null default '';

-- Whether the provider may have been asked for it: then only the provider knows whether it can still be stopped.
alter table tally.refunds add column may_be_sent boolean not null default true;
alter table tally.refunds alter column may_be_sent set default false;
-- It had reached the payer's bank, and came back.
alter table tally.refunds add column bounced_at timestamptz;

-- The customer of ours as Stripe knows it, in each account where something of it is stored.
create table tally.stripe_customers (
  merchant_id text not null,
  account text not null,
  customer_id text not null,
  stripe_customer_id text not null,
  created_at timestamptz not null,
  primary key (merchant_id, account, customer_id)
);
call tally_private.guard('tally.stripe_customers', '{"tally_jobs": "select, insert, update"}');
