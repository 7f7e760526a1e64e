-- The schema of a migrated database, printed by `npm run gen`. Do not edit.

create table tally.account_deltas (
  book_id text not null,
  delta_id bigint not null generated always as identity,
  account_id text not null,
  amount numeric(38,9) not null,
  constraint account_deltas_pkey PRIMARY KEY (book_id, delta_id)
);
-- owner tally_owner
CREATE INDEX account_deltas_of_account ON tally.account_deltas USING btree (book_id, account_id);
alter table tally.account_deltas enable row level security;
alter table tally.account_deltas force row level security;
create policy tally_app_own on tally.account_deltas for all to tally_app using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.account_deltas for all to tally_auditor using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.account_deltas for all to tally_consumer using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.account_deltas for all to tally_jobs using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.account_deltas for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.account_deltas for all to tally_platform using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.account_deltas to tally_jobs;
grant insert, select on tally.account_deltas to tally_app;
grant select on tally.account_deltas to tally_auditor;
grant select on tally.account_deltas to tally_consumer;
grant select on tally.account_deltas to tally_lookup;
grant select on tally.account_deltas to tally_platform;

create table tally.accounts (
  book_id text not null,
  account_id text not null,
  kind text not null,
  subject text not null,
  currency text not null,
  has_floor boolean not null,
  balance numeric(38,9) not null default 0,
  created_at timestamp with time zone not null,
  low_below numeric(38,9),
  constraint insufficient_funds CHECK (((NOT has_floor) OR (balance >= (0)::numeric))),
  constraint accounts_pkey PRIMARY KEY (book_id, account_id),
  constraint accounts_book_id_kind_subject_currency_key UNIQUE (book_id, kind, subject, currency)
);
-- owner tally_owner, fillfactor=50
alter table tally.accounts enable row level security;
alter table tally.accounts force row level security;
create policy tally_app_own on tally.accounts for all to tally_app using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.accounts for all to tally_auditor using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.accounts for all to tally_consumer using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.accounts for all to tally_jobs using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.accounts for all to tally_platform using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.accounts for all to tally_portal using (((book_id = ( SELECT tally.current_org() AS current_org)) AND (subject = ( SELECT tally.current_customer() AS current_customer)) AND (kind = ANY (ARRAY['funds'::text, 'holds'::text])))) with check (((book_id = ( SELECT tally.current_org() AS current_org)) AND (subject = ( SELECT tally.current_customer() AS current_customer)) AND (kind = ANY (ARRAY['funds'::text, 'holds'::text]))));
grant insert, select, update on tally.accounts to tally_app;
grant insert, select, update on tally.accounts to tally_jobs;
grant select on tally.accounts to tally_auditor;
grant select on tally.accounts to tally_consumer;
grant select on tally.accounts to tally_platform;
grant select on tally.accounts to tally_portal;

create table tally.api_keys (
  organization_id text not null,
  api_key_id text not null,
  user_id text not null,
  name bytea not null,
  secret_hash bytea not null,
  last_four text not null,
  permissions text[],
  allowed_addresses text[],
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  replaces text,
  constraint api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tally.organizations(organization_id),
  constraint api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(user_id),
  constraint api_keys_pkey PRIMARY KEY (organization_id, api_key_id),
  constraint api_keys_api_key_id_key UNIQUE (api_key_id)
);
-- owner tally_owner
alter table tally.api_keys enable row level security;
alter table tally.api_keys force row level security;
create policy tally_app_own on tally.api_keys for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.api_keys for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.api_keys for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.api_keys for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.api_keys for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.api_keys to tally_app;
grant insert, select, update on tally.api_keys to tally_consumer;
grant insert, select, update on tally.api_keys to tally_platform;
grant select on tally.api_keys to tally_auditor;
grant select, update on tally.api_keys to tally_lookup;

create table tally.auto_topups (
  merchant_id text not null,
  customer_id text not null,
  currency text not null,
  threshold numeric(38,9) not null,
  amount numeric(38,9) not null,
  monthly_limit numeric(38,9) not null,
  topup_id text,
  first_failed_at timestamp with time zone,
  failed_times integer not null default 0,
  retry_at timestamp with time zone,
  stopped_reason text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint auto_topups_amount_check CHECK ((amount > (0)::numeric)),
  constraint auto_topups_monthly_limit_check CHECK ((monthly_limit > (0)::numeric)),
  constraint auto_topups_threshold_check CHECK ((threshold > (0)::numeric)),
  constraint auto_topups_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint auto_topups_pkey PRIMARY KEY (merchant_id, customer_id)
);
-- owner tally_owner
CREATE UNIQUE INDEX auto_topup_of_topup ON tally.auto_topups USING btree (merchant_id, topup_id) WHERE (topup_id IS NOT NULL);
alter table tally.auto_topups enable row level security;
alter table tally.auto_topups force row level security;
create policy tally_app_own on tally.auto_topups for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.auto_topups for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.auto_topups for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.auto_topups for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select, update on tally.auto_topups to tally_app;
grant insert, select, update on tally.auto_topups to tally_jobs;
grant select on tally.auto_topups to tally_auditor;
grant select on tally.auto_topups to tally_portal;

create table tally.balance_transactions (
  organization_id text not null,
  provider text not null,
  provider_account text not null,
  transaction_id text not null,
  kind text not null,
  type text not null,
  source text,
  reference text,
  amount numeric(38,9) not null,
  fee numeric(38,9) not null,
  currency text not null,
  subject_id text,
  difference numeric(38,9) not null,
  verdict text not null,
  created_at timestamp with time zone not null,
  judged_at timestamp with time zone not null,
  constraint balance_transactions_verdict_check CHECK ((verdict = ANY (ARRAY['matched'::text, 'unbooked'::text, 'missing_here'::text, 'other_amount'::text]))),
  constraint balance_transactions_pkey PRIMARY KEY (organization_id, provider, provider_account, transaction_id)
);
-- owner tally_owner
CREATE INDEX balance_transactions_of_subject ON tally.balance_transactions USING btree (organization_id, subject_id);
CREATE INDEX balance_transactions_unmatched ON tally.balance_transactions USING btree (organization_id, provider, provider_account) WHERE (verdict <> 'matched'::text);
alter table tally.balance_transactions enable row level security;
alter table tally.balance_transactions force row level security;
create policy tally_app_own on tally.balance_transactions for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.balance_transactions for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.balance_transactions for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.balance_transactions for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.balance_transactions to tally_jobs;
grant select on tally.balance_transactions to tally_app;
grant select on tally.balance_transactions to tally_auditor;
grant select on tally.balance_transactions to tally_platform;

create table tally.billable_metrics (
  merchant_id text not null,
  billable_metric_id text not null,
  product_id text not null,
  name text not null,
  unit text not null,
  aggregation text not null,
  event_type text,
  value_property text,
  group_by jsonb,
  event_from timestamp with time zone,
  details bytea not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint billable_metrics_aggregation_check CHECK ((aggregation = ANY (ARRAY['SUM'::text, 'COUNT'::text, 'AVG'::text, 'MIN'::text, 'MAX'::text, 'UNIQUE_COUNT'::text, 'LATEST'::text]))),
  constraint billable_metrics_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tally.products(merchant_id, product_id),
  constraint billable_metrics_pkey PRIMARY KEY (merchant_id, billable_metric_id)
);
-- owner tally_owner
alter table tally.billable_metrics enable row level security;
alter table tally.billable_metrics force row level security;
create policy tally_app_own on tally.billable_metrics for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.billable_metrics for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.billable_metrics for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.billable_metrics for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.billable_metrics to tally_app;
grant select on tally.billable_metrics to tally_auditor;
grant select on tally.billable_metrics to tally_jobs;
grant select on tally.billable_metrics to tally_portal;

create table tally.billed_usage (
  merchant_id text not null,
  subscription_id text not null,
  price_id text not null,
  billed_from timestamp with time zone not null,
  billed_to timestamp with time zone not null,
  billable_metric_id text not null,
  customer_id text not null,
  price jsonb not null,
  quantity numeric(39,15) not null,
  amount numeric(38,9) not null,
  invoice_id text not null,
  billed_at timestamp with time zone not null,
  constraint billed_usage_merchant_id_invoice_id_fkey FOREIGN KEY (merchant_id, invoice_id) REFERENCES tally.invoices(merchant_id, invoice_id),
  constraint billed_usage_pkey PRIMARY KEY (merchant_id, subscription_id, price_id, billed_from)
);
-- owner tally_owner
alter table tally.billed_usage enable row level security;
alter table tally.billed_usage force row level security;
create policy tally_app_own on tally.billed_usage for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.billed_usage for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.billed_usage for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.billed_usage to tally_app;
grant insert, select, update on tally.billed_usage to tally_jobs;
grant select on tally.billed_usage to tally_auditor;

create table tally.billing_settings (
  merchant_id text not null,
  grace_period text not null,
  after_dunning text not null,
  auto_approve boolean not null,
  tax_registrations jsonb not null,
  notices jsonb not null,
  details bytea not null,
  updated_at timestamp with time zone not null,
  constraint billing_settings_after_dunning_check CHECK ((after_dunning = ANY (ARRAY['keep'::text, 'terminate'::text]))),
  constraint billing_settings_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint billing_settings_pkey PRIMARY KEY (merchant_id)
);
-- owner tally_owner
alter table tally.billing_settings enable row level security;
alter table tally.billing_settings force row level security;
create policy tally_app_own on tally.billing_settings for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.billing_settings for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.billing_settings for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.billing_settings for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.billing_settings to tally_app;
grant select on tally.billing_settings to tally_auditor;
grant select on tally.billing_settings to tally_jobs;
grant select on tally.billing_settings to tally_portal;

create table tally.chargebacks (
  merchant_id text not null,
  payment_attempt_id text not null,
  provider_reference text not null,
  amount numeric(38,9) not null,
  funds_amount numeric(38,9) not null,
  fee_amount numeric(38,9) not null,
  currency text not null,
  created_at timestamp with time zone not null,
  status text not null default 'open'::text,
  fee_returned numeric(38,9) not null default 0,
  decided_at timestamp with time zone,
  constraint chargebacks_status_check CHECK ((status = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
  constraint chargebacks_merchant_id_payment_attempt_id_fkey FOREIGN KEY (merchant_id, payment_attempt_id) REFERENCES tally.payment_attempts(merchant_id, payment_attempt_id),
  constraint chargebacks_pkey PRIMARY KEY (merchant_id, payment_attempt_id)
);
-- owner tally_owner
alter table tally.chargebacks enable row level security;
alter table tally.chargebacks force row level security;
create policy tally_app_own on tally.chargebacks for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.chargebacks for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.chargebacks for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select on tally.chargebacks to tally_jobs;
grant select on tally.chargebacks to tally_app;
grant select on tally.chargebacks to tally_auditor;

create table tally.claims (
  merchant_id text not null,
  claim_id text not null,
  customer_id text not null,
  consumer_id text not null,
  email_index bytea not null,
  code_hash bytea,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  claimed_by text,
  constraint claims_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint claims_pkey PRIMARY KEY (merchant_id, claim_id),
  constraint claims_claim_id_key UNIQUE (claim_id)
);
-- owner tally_owner
CREATE INDEX claims_of_customer ON tally.claims USING btree (merchant_id, customer_id, created_at);
alter table tally.claims enable row level security;
alter table tally.claims force row level security;
create policy tally_app_own on tally.claims for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.claims for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.claims for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.claims for all to tally_lookup using (true) with check (true);
grant insert, select, update on tally.claims to tally_app;
grant select on tally.claims to tally_auditor;
grant select on tally.claims to tally_lookup;
grant select, update on tally.claims to tally_jobs;

create table tally.customer_clocks (
  merchant_id text not null,
  customer_id text not null,
  test_clock_id text,
  decided_at timestamp with time zone not null,
  constraint customer_clocks_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint customer_clocks_merchant_id_test_clock_id_fkey FOREIGN KEY (merchant_id, test_clock_id) REFERENCES tally.test_clocks(merchant_id, test_clock_id),
  constraint customer_clocks_pkey PRIMARY KEY (merchant_id, customer_id)
);
-- owner tally_owner
CREATE INDEX customers_of_test_clock ON tally.customer_clocks USING btree (merchant_id, test_clock_id) WHERE (test_clock_id IS NOT NULL);
alter table tally.customer_clocks enable row level security;
alter table tally.customer_clocks force row level security;
create policy tally_app_own on tally.customer_clocks for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.customer_clocks for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.customer_clocks for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.customer_clocks for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select on tally.customer_clocks to tally_app;
grant select on tally.customer_clocks to tally_auditor;
grant select on tally.customer_clocks to tally_jobs;
grant select on tally.customer_clocks to tally_portal;

create table tally.customers (
  merchant_id text not null,
  customer_id text not null,
  consumer_id text not null,
  details bytea not null,
  email_index bytea,
  external_id_index bytea,
  tax_rates jsonb not null default '{}'::jsonb,
  notify_invoice_issued boolean not null default true,
  notify_invoice_paid boolean not null default true,
  notify_renewal boolean not null default true,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint customers_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint customers_pkey PRIMARY KEY (merchant_id, customer_id),
  constraint customer_exists UNIQUE (merchant_id, email_index),
  constraint external_id_taken UNIQUE (merchant_id, external_id_index)
);
-- owner tally_owner
CREATE INDEX customers_newest ON tally.customers USING btree (merchant_id, created_at DESC, customer_id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX customers_of_consumer ON tally.customers USING btree (consumer_id);
CREATE UNIQUE INDEX customer_of_consumer ON tally.customers USING btree (merchant_id, consumer_id) WHERE (deleted_at IS NULL);
alter table tally.customers enable row level security;
alter table tally.customers force row level security;
create policy tally_app_own on tally.customers for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.customers for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.customers for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.customers for all to tally_lookup using (true) with check (true);
create policy tally_portal_admitted on tally.customers for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select, update on tally.customers to tally_app;
grant select on tally.customers to tally_auditor;
grant select on tally.customers to tally_jobs;
grant select on tally.customers to tally_lookup;
grant select on tally.customers to tally_portal;

create table tally.data_keys (
  owner_id text not null,
  purpose text not null,
  version integer not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint data_keys_purpose_check CHECK ((purpose = ANY (ARRAY['seal'::text, 'index'::text]))),
  constraint data_keys_pkey PRIMARY KEY (owner_id, purpose, version)
);
-- owner tally_owner
alter table tally.data_keys enable row level security;
alter table tally.data_keys force row level security;
create policy tally_app_own on tally.data_keys for all to tally_app using ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)]))) with check ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)])));
create policy tally_auditor_own on tally.data_keys for all to tally_auditor using ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)]))) with check ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)])));
create policy tally_consumer_own on tally.data_keys for all to tally_consumer using ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)]))) with check ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)])));
create policy tally_jobs_own on tally.data_keys for all to tally_jobs using ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)]))) with check ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)])));
create policy tally_lookup_admitted on tally.data_keys for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.data_keys for all to tally_platform using ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)]))) with check ((owner_id = ANY (ARRAY[( SELECT tally.current_org() AS current_org), ( SELECT tally.current_user_id() AS current_user_id)])));
grant insert on tally.data_keys to tally_app;
grant insert on tally.data_keys to tally_consumer;
grant insert on tally.data_keys to tally_jobs;
grant insert on tally.data_keys to tally_platform;
grant insert, select on tally.data_keys to tally_lookup;
grant select on tally.data_keys to tally_auditor;

create table tally.destination_charges (
  merchant_id text not null,
  payment_attempt_id text not null,
  account text not null,
  amount numeric(38,9) not null,
  fee_amount numeric(38,9) not null,
  currency text not null,
  created_at timestamp with time zone not null,
  constraint destination_charges_amount_check CHECK ((amount > (0)::numeric)),
  constraint destination_charges_fee_amount_check CHECK ((fee_amount >= (0)::numeric)),
  constraint destination_charges_merchant_id_payment_attempt_id_fkey FOREIGN KEY (merchant_id, payment_attempt_id) REFERENCES tally.payment_attempts(merchant_id, payment_attempt_id),
  constraint destination_charges_pkey PRIMARY KEY (merchant_id, payment_attempt_id)
);
-- owner tally_owner
alter table tally.destination_charges enable row level security;
alter table tally.destination_charges force row level security;
create policy tally_app_own on tally.destination_charges for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.destination_charges for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.destination_charges for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.destination_charges FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.destination_charges FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.destination_charges to tally_jobs;
grant select on tally.destination_charges to tally_app;
grant select on tally.destination_charges to tally_auditor;

create table tally.document_parties (
  merchant_id text not null,
  subject_id text not null,
  details bytea not null,
  created_at timestamp with time zone not null,
  constraint document_parties_pkey PRIMARY KEY (merchant_id, subject_id)
);
-- owner tally_owner
alter table tally.document_parties enable row level security;
alter table tally.document_parties force row level security;
create policy tally_app_own on tally.document_parties for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.document_parties for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.document_parties for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.document_parties FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.document_parties FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.document_parties to tally_app;
grant insert, select on tally.document_parties to tally_jobs;
grant select on tally.document_parties to tally_auditor;

create table tally.due_work (
  organization_id text not null,
  kind text not null,
  subject_id text not null,
  lane text not null,
  test_clock_id text,
  rank integer not null,
  due_at timestamp with time zone not null,
  run_at timestamp with time zone,
  turn uuid not null default gen_random_uuid(),
  leased_until timestamp with time zone,
  attempts integer not null default 0,
  failure_code text,
  constraint due_work_pkey PRIMARY KEY (organization_id, kind, subject_id)
);
-- owner tally_owner
CREATE INDEX due_work_in_lane ON tally.due_work USING btree (organization_id, lane, due_at, rank, subject_id);
CREATE INDEX due_work_leased ON tally.due_work USING btree (organization_id, lane) WHERE (leased_until IS NOT NULL);
CREATE INDEX due_work_of_subject ON tally.due_work USING btree (organization_id, subject_id);
CREATE INDEX due_work_ready ON tally.due_work USING btree (run_at) WHERE (run_at IS NOT NULL);
alter table tally.due_work enable row level security;
alter table tally.due_work force row level security;
create policy tally_app_own on tally.due_work for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.due_work for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.due_work for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.due_work for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.due_work for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.due_work for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.due_work to tally_app;
grant delete, insert, select, update on tally.due_work to tally_consumer;
grant delete, insert, select, update on tally.due_work to tally_jobs;
grant delete, insert, select, update on tally.due_work to tally_platform;
grant select on tally.due_work to tally_auditor;
grant select on tally.due_work to tally_lookup;

create table tally.embed_origins (
  merchant_id text not null,
  embed_origin_id text not null,
  origin text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint embed_origins_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint embed_origins_pkey PRIMARY KEY (merchant_id, embed_origin_id),
  constraint embed_origins_merchant_id_origin_key UNIQUE (merchant_id, origin)
);
-- owner tally_owner
alter table tally.embed_origins enable row level security;
alter table tally.embed_origins force row level security;
create policy tally_app_own on tally.embed_origins for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.embed_origins for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.embed_origins for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.embed_origins to tally_app;
grant select on tally.embed_origins to tally_auditor;
grant select on tally.embed_origins to tally_jobs;

create table tally.embed_refusals (
  merchant_id text not null,
  origin text not null,
  code text not null,
  attempts integer not null,
  last_seen_at timestamp with time zone not null,
  constraint embed_refusals_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint embed_refusals_pkey PRIMARY KEY (merchant_id, origin)
);
-- owner tally_owner
alter table tally.embed_refusals enable row level security;
alter table tally.embed_refusals force row level security;
create policy tally_app_own on tally.embed_refusals for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.embed_refusals for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.embed_refusals for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.embed_refusals to tally_jobs;
grant delete, select on tally.embed_refusals to tally_app;
grant select on tally.embed_refusals to tally_auditor;

create table tally.entries (
  book_id text not null,
  entry_id text not null,
  fact text not null,
  subject text not null,
  transfer_id text,
  booked_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  constraint entries_pkey PRIMARY KEY (book_id, entry_id),
  constraint entry_already_booked UNIQUE (book_id, fact, subject)
);
-- owner tally_owner
alter table tally.entries enable row level security;
alter table tally.entries force row level security;
create policy tally_app_own on tally.entries for all to tally_app using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.entries for all to tally_auditor using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.entries for all to tally_consumer using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.entries for all to tally_jobs using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.entries for all to tally_platform using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.entries FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.entries FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.entries to tally_app;
grant insert, select on tally.entries to tally_jobs;
grant select on tally.entries to tally_auditor;
grant select on tally.entries to tally_consumer;
grant select on tally.entries to tally_platform;

create table tally.event_inbox (
  merchant_id text not null,
  inbox_event_id text not null,
  kind text not null,
  event_type text not null,
  billable_metric_id text,
  reason text not null,
  event_id uuid,
  key uuid,
  replayable boolean not null,
  details bytea,
  created_at timestamp with time zone not null,
  state text not null,
  settled_at timestamp with time zone,
  constraint event_inbox_kind_check CHECK ((kind = ANY (ARRAY['unmatched'::text, 'rejected'::text, 'unbilled'::text]))),
  constraint event_inbox_state_check CHECK ((state = ANY (ARRAY['open'::text, 'replayed'::text, 'discarded'::text]))),
  constraint event_inbox_pkey PRIMARY KEY (merchant_id, inbox_event_id)
);
-- owner tally_owner
CREATE INDEX event_inbox_newest ON tally.event_inbox USING btree (merchant_id, created_at DESC, inbox_event_id DESC) WHERE (state = 'open'::text);
CREATE INDEX event_inbox_of_type ON tally.event_inbox USING btree (merchant_id, event_type, inbox_event_id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX event_inbox_once ON tally.event_inbox USING btree (merchant_id, kind, key, billable_metric_id) NULLS NOT DISTINCT WHERE ((key IS NOT NULL) AND (state = 'open'::text));
alter table tally.event_inbox enable row level security;
alter table tally.event_inbox force row level security;
create policy tally_app_own on tally.event_inbox for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.event_inbox for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.event_inbox for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.event_inbox to tally_app;
grant insert, select, update on tally.event_inbox to tally_jobs;
grant select on tally.event_inbox to tally_auditor;

create table tally.event_keys (
  merchant_id text not null,
  win integer not null,
  key uuid not null,
  event_id uuid not null,
  constraint event_keys_pkey PRIMARY KEY (merchant_id, key, win)
);
-- owner tally_owner
alter table tally.event_keys enable row level security;
alter table tally.event_keys force row level security;
create policy tally_app_own on tally.event_keys for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.event_keys for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.event_keys for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.event_keys to tally_app;
grant delete, insert, select on tally.event_keys to tally_jobs;
grant select on tally.event_keys to tally_auditor;

create table tally.event_segments (
  merchant_id text not null,
  segment_id uuid not null,
  received_at timestamp with time zone not null,
  events integer not null,
  types text[] not null,
  meters uuid[] not null,
  body bytea not null,
  constraint event_segments_pkey PRIMARY KEY (merchant_id, segment_id)
);
-- owner tally_owner
alter table tally.event_segments enable row level security;
alter table tally.event_segments force row level security;
create policy tally_app_own on tally.event_segments for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.event_segments for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.event_segments for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.event_segments to tally_jobs;
grant insert, select on tally.event_segments to tally_app;
grant select on tally.event_segments to tally_auditor;

create table tally.external_subjects (
  merchant_id text not null,
  subject_id uuid not null,
  external_index bytea not null,
  customer_id text,
  linked_at timestamp with time zone,
  constraint external_subjects_check CHECK (((customer_id IS NULL) OR (linked_at IS NOT NULL))),
  constraint external_subjects_pkey PRIMARY KEY (merchant_id, subject_id)
);
-- owner tally_owner
CREATE INDEX external_subjects_of_customer ON tally.external_subjects USING btree (merchant_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX external_subject_known ON tally.external_subjects USING btree (merchant_id, external_index) WHERE (customer_id IS NULL);
alter table tally.external_subjects enable row level security;
alter table tally.external_subjects force row level security;
create policy tally_app_own on tally.external_subjects for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.external_subjects for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.external_subjects for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.external_subjects for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select, update on tally.external_subjects to tally_app;
grant insert, select, update on tally.external_subjects to tally_jobs;
grant select on tally.external_subjects to tally_auditor;
grant select on tally.external_subjects to tally_portal;

create table tally.fees (
  merchant_id text not null,
  fee_id text not null,
  product_id text not null,
  name text not null,
  details bytea not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint fees_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tally.products(merchant_id, product_id),
  constraint fees_pkey PRIMARY KEY (merchant_id, fee_id)
);
-- owner tally_owner
alter table tally.fees enable row level security;
alter table tally.fees force row level security;
create policy tally_app_own on tally.fees for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.fees for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.fees for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.fees for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.fees to tally_app;
grant select on tally.fees to tally_auditor;
grant select on tally.fees to tally_jobs;
grant select on tally.fees to tally_portal;

create table tally.funds_returns (
  merchant_id text not null,
  funds_return_id text not null,
  customer_id text not null,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  reason bytea,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint funds_returns_amount_check CHECK ((amount > (0)::numeric)),
  constraint funds_returns_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
  constraint funds_returns_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint funds_returns_pkey PRIMARY KEY (merchant_id, funds_return_id)
);
-- owner tally_owner
CREATE INDEX funds_returns_of_customer ON tally.funds_returns USING btree (merchant_id, customer_id, created_at);
alter table tally.funds_returns enable row level security;
alter table tally.funds_returns force row level security;
create policy tally_app_own on tally.funds_returns for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.funds_returns for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.funds_returns for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.funds_returns for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select on tally.funds_returns to tally_app;
grant select on tally.funds_returns to tally_auditor;
grant select on tally.funds_returns to tally_portal;
grant select, update on tally.funds_returns to tally_jobs;

create table tally.idempotency_keys (
  organization_id text not null,
  key_hash bytea not null,
  operation text not null,
  fingerprint bytea not null,
  status integer not null,
  reply bytea not null,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, key_hash)
);
-- owner tally_owner
CREATE INDEX idempotency_keys_age ON tally.idempotency_keys USING btree (organization_id, created_at);
alter table tally.idempotency_keys enable row level security;
alter table tally.idempotency_keys force row level security;
create policy tally_app_own on tally.idempotency_keys for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.idempotency_keys for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.idempotency_keys for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.idempotency_keys for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.idempotency_keys for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant delete, select on tally.idempotency_keys to tally_jobs;
grant insert, select on tally.idempotency_keys to tally_app;
grant insert, select on tally.idempotency_keys to tally_consumer;
grant insert, select on tally.idempotency_keys to tally_platform;
grant select on tally.idempotency_keys to tally_auditor;

create table tally.installation (
  singleton boolean not null default true,
  installation_id text not null,
  mode text not null,
  root_key_check bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint installation_mode_check CHECK ((mode = ANY (ARRAY['sandbox'::text, 'live'::text]))),
  constraint installation_singleton_check CHECK (singleton),
  constraint installation_pkey PRIMARY KEY (singleton)
);
-- owner tally_owner
grant select on tally.installation to tally_app;
grant select on tally.installation to tally_auditor;
grant select on tally.installation to tally_consumer;
grant select on tally.installation to tally_jobs;
grant select on tally.installation to tally_platform;
grant select on tally.installation to tally_portal;

create table tally.invitations (
  organization_id text not null,
  invitation_id text not null,
  email bytea not null,
  roles text[] not null,
  code_hash bytea not null,
  invited_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  declined_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tally.organizations(organization_id),
  constraint invitations_pkey PRIMARY KEY (organization_id, invitation_id),
  constraint invitations_organization_id_code_hash_key UNIQUE (organization_id, code_hash)
);
-- owner tally_owner
alter table tally.invitations enable row level security;
alter table tally.invitations force row level security;
create policy tally_app_own on tally.invitations for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invitations for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.invitations for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.invitations for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.invitations for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.invitations to tally_app;
grant insert, select, update on tally.invitations to tally_consumer;
grant insert, select, update on tally.invitations to tally_platform;
grant select on tally.invitations to tally_auditor;
grant select on tally.invitations to tally_lookup;

create table tally.invoice_decisions (
  merchant_id text not null,
  invoice_decision_id text not null,
  invoice_id text not null,
  kind text not null,
  details bytea not null,
  created_at timestamp with time zone not null,
  constraint invoice_decisions_kind_check CHECK ((kind = ANY (ARRAY['marked_paid'::text, 'written_off'::text, 'write_off_reversed'::text]))),
  constraint invoice_decisions_merchant_id_invoice_id_fkey FOREIGN KEY (merchant_id, invoice_id) REFERENCES tally.invoices(merchant_id, invoice_id),
  constraint invoice_decisions_pkey PRIMARY KEY (merchant_id, invoice_decision_id)
);
-- owner tally_owner
CREATE INDEX invoice_decisions_of_invoice ON tally.invoice_decisions USING btree (merchant_id, invoice_id, created_at);
alter table tally.invoice_decisions enable row level security;
alter table tally.invoice_decisions force row level security;
create policy tally_app_own on tally.invoice_decisions for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invoice_decisions for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.invoice_decisions for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.invoice_decisions FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.invoice_decisions FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.invoice_decisions to tally_app;
grant insert, select on tally.invoice_decisions to tally_jobs;
grant select on tally.invoice_decisions to tally_auditor;

create table tally.invoice_lines (
  merchant_id text not null,
  invoice_line_id text not null,
  invoice_id text,
  subscription_id text not null,
  customer_id text not null,
  "position" integer,
  type text not null,
  cause text not null,
  price_id text,
  fee_id text,
  billable_metric_id text,
  item_id text,
  payment_term text,
  display_name text,
  details bytea,
  cycle_start timestamp with time zone,
  cycle_end timestamp with time zone,
  billed_start timestamp with time zone not null,
  billed_end timestamp with time zone not null,
  invoice_at timestamp with time zone not null,
  currency text not null,
  quantity numeric(39,15) not null,
  unit_price numeric(39,15) not null,
  tax_rate numeric(18,15) not null default 0,
  subtotal numeric(38,9) not null,
  tax numeric(38,9) not null default 0,
  total numeric(38,9) not null,
  basis jsonb not null default '{}'::jsonb,
  idempotency_key bytea,
  fingerprint bytea,
  calculated_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint invoice_lines_cause_check CHECK ((cause = ANY (ARRAY['charge'::text, 'rebate'::text, 'late'::text, 'credit'::text, 'instant'::text]))),
  constraint invoice_lines_payment_term_check CHECK ((payment_term = ANY (ARRAY['in_advance'::text, 'in_arrears'::text, 'instant'::text]))),
  constraint invoice_lines_type_check CHECK ((type = ANY (ARRAY['fee'::text, 'metered'::text, 'manual'::text, 'discount'::text]))),
  constraint invoice_lines_merchant_id_invoice_id_fkey FOREIGN KEY (merchant_id, invoice_id) REFERENCES tally.invoices(merchant_id, invoice_id),
  constraint invoice_lines_merchant_id_subscription_id_fkey FOREIGN KEY (merchant_id, subscription_id) REFERENCES tally.subscriptions(merchant_id, subscription_id),
  constraint invoice_lines_pkey PRIMARY KEY (merchant_id, invoice_line_id),
  constraint invoice_lines_merchant_id_idempotency_key_key UNIQUE (merchant_id, idempotency_key),
  constraint invoice_lines_merchant_id_invoice_id_position_key UNIQUE (merchant_id, invoice_id, "position")
);
-- owner tally_owner
CREATE INDEX invoice_lines_of_subscription ON tally.invoice_lines USING btree (merchant_id, subscription_id, created_at);
CREATE INDEX invoice_lines_pending ON tally.invoice_lines USING btree (merchant_id, subscription_id, invoice_at) WHERE (calculated_at IS NULL);
alter table tally.invoice_lines enable row level security;
alter table tally.invoice_lines force row level security;
create policy tally_app_own on tally.invoice_lines for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invoice_lines for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.invoice_lines for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.invoice_lines for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.invoice_lines to tally_app;
grant insert, select, update on tally.invoice_lines to tally_jobs;
grant select on tally.invoice_lines to tally_auditor;
grant select on tally.invoice_lines to tally_portal;

create table tally.invoice_numbers (
  merchant_id text not null,
  series text not null,
  month text not null,
  last integer not null,
  constraint invoice_numbers_series_check CHECK ((series = ANY (ARRAY['INV'::text, 'CRN'::text]))),
  constraint invoice_numbers_pkey PRIMARY KEY (merchant_id, series, month)
);
-- owner tally_owner
alter table tally.invoice_numbers enable row level security;
alter table tally.invoice_numbers force row level security;
create policy tally_app_own on tally.invoice_numbers for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invoice_numbers for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.invoice_numbers for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.invoice_numbers to tally_app;
grant insert, select, update on tally.invoice_numbers to tally_jobs;
grant select on tally.invoice_numbers to tally_auditor;

create table tally.invoice_refunds (
  merchant_id text not null,
  invoice_refund_id text not null,
  invoice_id text not null,
  subscription_id text not null,
  customer_id text not null,
  number text not null,
  status text not null,
  currency text not null,
  amount numeric(38,9) not null,
  tax_amount numeric(38,9) not null,
  total numeric(38,9) not null,
  fee numeric(38,9) not null default 0,
  details bytea not null,
  paid_from text not null,
  refund_id text,
  settled_at timestamp with time zone,
  voided_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint invoice_refunds_status_check CHECK ((status = ANY (ARRAY['ISSUED'::text, 'VOIDED'::text]))),
  constraint invoice_refunds_merchant_id_invoice_id_fkey FOREIGN KEY (merchant_id, invoice_id) REFERENCES tally.invoices(merchant_id, invoice_id),
  constraint invoice_refunds_pkey PRIMARY KEY (merchant_id, invoice_refund_id),
  constraint invoice_refunds_merchant_id_number_key UNIQUE (merchant_id, number)
);
-- owner tally_owner
CREATE UNIQUE INDEX invoice_already_refunded ON tally.invoice_refunds USING btree (merchant_id, invoice_id) WHERE (status = 'ISSUED'::text);
alter table tally.invoice_refunds enable row level security;
alter table tally.invoice_refunds force row level security;
create policy tally_app_own on tally.invoice_refunds for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invoice_refunds for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.invoice_refunds for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.invoice_refunds for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.invoice_refunds to tally_app;
grant insert, select, update on tally.invoice_refunds to tally_jobs;
grant select on tally.invoice_refunds to tally_auditor;
grant select on tally.invoice_refunds to tally_portal;

create table tally.invoices (
  merchant_id text not null,
  invoice_id text not null,
  subscription_id text not null,
  customer_id text not null,
  kind text not null,
  sequence integer not null,
  status text not null,
  currency text not null,
  number text,
  billing_anchor timestamp with time zone not null,
  billing_cadence text not null,
  auto_approve boolean not null,
  payment_term_days integer not null,
  period_start timestamp with time zone not null,
  period_end timestamp with time zone not null,
  grace_period_end timestamp with time zone not null,
  terms jsonb,
  terms_end timestamp with time zone,
  advance_billed boolean not null default false,
  closes_subscription boolean not null default false,
  subtotal numeric(38,9) not null default 0,
  total_tax numeric(38,9) not null default 0,
  grand_total numeric(38,9) not null default 0,
  instant_subtotal numeric(38,9) not null default 0,
  instant_tax numeric(38,9) not null default 0,
  paid_out_net numeric(38,9) not null default 0,
  paid_out_tax numeric(38,9) not null default 0,
  item_count integer not null default 0,
  tax jsonb,
  fee numeric(38,9) not null default 0,
  fee_fixed numeric(38,9) not null default 0,
  payment_session_id text,
  dunning_step integer not null default 0,
  first_failed_at timestamp with time zone,
  paid_from text,
  failure_code text,
  history jsonb not null default '[]'::jsonb,
  calculated_at timestamp with time zone,
  issued_at timestamp with time zone,
  due_at timestamp with time zone,
  paid_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint invoices_kind_check CHECK ((kind = ANY (ARRAY['period'::text, 'upfront'::text]))),
  constraint invoices_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'CLOSING'::text, 'CLOSED'::text, 'CALCULATING'::text, 'DRAFT'::text, 'ISSUED'::text, 'PAYMENT_FAILED'::text, 'PAID'::text, 'CANCELLED'::text, 'WRITTEN_OFF'::text, 'FAILED'::text]))),
  constraint invoices_merchant_id_subscription_id_fkey FOREIGN KEY (merchant_id, subscription_id) REFERENCES tally.subscriptions(merchant_id, subscription_id),
  constraint invoices_pkey PRIMARY KEY (merchant_id, invoice_id),
  constraint invoices_merchant_id_number_key UNIQUE (merchant_id, number),
  constraint invoices_merchant_id_subscription_id_kind_sequence_key UNIQUE (merchant_id, subscription_id, kind, sequence)
);
-- owner tally_owner
CREATE INDEX invoices_by_age ON tally.invoices USING btree (merchant_id, created_at);
CREATE INDEX invoices_of_customer ON tally.invoices USING btree (merchant_id, customer_id, created_at);
alter table tally.invoices enable row level security;
alter table tally.invoices force row level security;
create policy tally_app_own on tally.invoices for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.invoices for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.invoices for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.invoices for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.invoices to tally_app;
grant insert, select, update on tally.invoices to tally_jobs;
grant select on tally.invoices to tally_auditor;
grant select on tally.invoices to tally_portal;

create table tally.logos (
  merchant_id text not null,
  logo_hash text not null,
  picture bytea not null,
  created_at timestamp with time zone not null,
  constraint logos_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint logos_pkey PRIMARY KEY (merchant_id)
);
-- owner tally_owner
CREATE INDEX logos_by_hash ON tally.logos USING btree (logo_hash);
alter table tally.logos enable row level security;
alter table tally.logos force row level security;
create policy tally_app_own on tally.logos for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.logos for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.logos for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.logos for all to tally_lookup using (true) with check (true);
create policy tally_portal_own on tally.logos for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.logos to tally_app;
grant select on tally.logos to tally_auditor;
grant select on tally.logos to tally_jobs;
grant select on tally.logos to tally_lookup;
grant select on tally.logos to tally_portal;

create table tally.memberships (
  organization_id text not null,
  user_id text not null,
  state text not null,
  roles text[] not null,
  acts_since timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint memberships_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text, 'declined'::text]))),
  constraint memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tally.organizations(organization_id),
  constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(user_id),
  constraint member_exists PRIMARY KEY (organization_id, user_id)
);
-- owner tally_owner
CREATE INDEX memberships_of_user ON tally.memberships USING btree (user_id);
alter table tally.memberships enable row level security;
alter table tally.memberships force row level security;
create policy tally_app_own on tally.memberships for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.memberships for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.memberships for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.memberships for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.memberships for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.memberships for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.memberships to tally_app;
grant delete, insert, select on tally.memberships to tally_consumer;
grant delete, insert, select on tally.memberships to tally_platform;
grant insert, select on tally.memberships to tally_lookup;
grant select on tally.memberships to tally_auditor;
grant select on tally.memberships to tally_jobs;

create table tally.merchant_terms (
  merchant_id text not null,
  fee_percent numeric(9,6) not null,
  fee_fixed jsonb not null default '{}'::jsonb,
  updated_at timestamp with time zone not null,
  constraint merchant_terms_fee_percent_check CHECK (((fee_percent >= (0)::numeric) AND (fee_percent <= (100)::numeric))),
  constraint merchant_terms_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint merchant_terms_pkey PRIMARY KEY (merchant_id)
);
-- owner tally_owner
alter table tally.merchant_terms enable row level security;
alter table tally.merchant_terms force row level security;
create policy tally_app_own on tally.merchant_terms for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.merchant_terms for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.merchant_terms for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.merchant_terms for all to tally_lookup using (true) with check (true);
grant insert, select, update on tally.merchant_terms to tally_lookup;
grant select on tally.merchant_terms to tally_app;
grant select on tally.merchant_terms to tally_auditor;
grant select on tally.merchant_terms to tally_jobs;

create table tally.meter_backfills (
  merchant_id text not null,
  meter_id uuid not null,
  segments bigint not null,
  segments_read bigint not null default 0,
  events_read bigint not null default 0,
  cursor uuid,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint meter_backfills_pkey PRIMARY KEY (merchant_id, meter_id)
);
-- owner tally_owner
alter table tally.meter_backfills enable row level security;
alter table tally.meter_backfills force row level security;
create policy tally_app_own on tally.meter_backfills for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meter_backfills for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meter_backfills for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.meter_backfills to tally_app;
grant insert, select, update on tally.meter_backfills to tally_jobs;
grant select on tally.meter_backfills to tally_auditor;

create table tally.meter_marks (
  merchant_id text not null,
  meter_id uuid not null,
  grain text not null,
  detail boolean not null,
  bucket timestamp with time zone not null,
  subject_id uuid not null,
  dims_id uuid not null,
  mark uuid not null,
  constraint meter_marks_grain_check CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text, 'month'::text]))),
  constraint meter_marks_pkey PRIMARY KEY (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id, mark)
);
-- owner tally_owner
alter table tally.meter_marks enable row level security;
alter table tally.meter_marks force row level security;
create policy tally_app_own on tally.meter_marks for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meter_marks for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meter_marks for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.meter_marks for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s))))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s)))));
grant delete, insert, select, update on tally.meter_marks to tally_jobs;
grant select on tally.meter_marks to tally_app;
grant select on tally.meter_marks to tally_auditor;
grant select on tally.meter_marks to tally_portal;

create table tally.meter_readings (
  merchant_id text not null,
  received_on date not null,
  batch_id uuid not null,
  event_id uuid not null,
  subject_id uuid not null,
  happened_at timestamp with time zone not null,
  meters uuid[] not null,
  amounts numeric[] not null,
  marks uuid[] not null,
  dims jsonb,
  external_id uuid,
  external_subject uuid,
  constraint meter_readings_pkey PRIMARY KEY (merchant_id, batch_id, event_id, received_on)
);
-- owner tally_owner
CREATE INDEX meter_readings_by_time ON ONLY tally.meter_readings USING btree (merchant_id, happened_at);
CREATE INDEX meter_readings_of_external_id ON ONLY tally.meter_readings USING btree (merchant_id, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX meter_readings_of_external_subject ON ONLY tally.meter_readings USING btree (merchant_id, external_subject, happened_at) WHERE (external_subject IS NOT NULL);
CREATE INDEX meter_readings_of_subject ON ONLY tally.meter_readings USING btree (merchant_id, subject_id, happened_at);
alter table tally.meter_readings enable row level security;
alter table tally.meter_readings force row level security;
create policy tally_app_own on tally.meter_readings for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meter_readings for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meter_readings for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.meter_readings for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s))))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s)))));
grant delete, insert, select on tally.meter_readings to tally_jobs;
grant insert, select on tally.meter_readings to tally_app;
grant select on tally.meter_readings to tally_auditor;
grant select on tally.meter_readings to tally_portal;

create table tally.meter_tail (
  merchant_id text not null,
  batch_id uuid not null,
  received_on date not null,
  constraint meter_tail_pkey PRIMARY KEY (merchant_id, batch_id)
);
-- owner tally_owner
alter table tally.meter_tail enable row level security;
alter table tally.meter_tail force row level security;
create policy tally_app_own on tally.meter_tail for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meter_tail for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meter_tail for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.meter_tail for all to tally_lookup using (true) with check (true);
create policy tally_portal_own on tally.meter_tail for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.meter_tail to tally_jobs;
grant insert, select on tally.meter_tail to tally_app;
grant select on tally.meter_tail to tally_auditor;
grant select on tally.meter_tail to tally_lookup;
grant select on tally.meter_tail to tally_portal;

create table tally.meter_totals (
  merchant_id text not null,
  meter_id uuid not null,
  grain text not null,
  detail boolean not null,
  bucket timestamp with time zone not null,
  subject_id uuid not null,
  dims_id uuid not null,
  dims jsonb,
  events bigint not null,
  sum numeric not null,
  min numeric,
  max numeric,
  latest numeric,
  latest_at timestamp with time zone,
  latest_event uuid,
  distincts bigint not null,
  touched_at timestamp with time zone not null,
  constraint meter_totals_grain_check CHECK ((grain = ANY (ARRAY['hour'::text, 'day'::text, 'month'::text]))),
  constraint meter_totals_pkey PRIMARY KEY (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id)
);
-- owner tally_owner, fillfactor=70
alter table tally.meter_totals enable row level security;
alter table tally.meter_totals force row level security;
create policy tally_app_own on tally.meter_totals for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meter_totals for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meter_totals for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.meter_totals for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s))))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND ((subject_id = ( SELECT (split_part(tally.current_customer(), '_'::text, 2))::uuid AS split_part)) OR (subject_id IN ( SELECT s.subject_id
   FROM tally.external_subjects s)))));
grant delete, insert, select, update on tally.meter_totals to tally_jobs;
grant select on tally.meter_totals to tally_app;
grant select on tally.meter_totals to tally_auditor;
grant select on tally.meter_totals to tally_portal;

create table tally.meters (
  merchant_id text not null,
  meter_id uuid not null,
  billable_metric_id text not null,
  aggregation text not null,
  event_type text not null,
  value_property text,
  group_by jsonb,
  event_from timestamp with time zone,
  created_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  retired_at timestamp with time zone,
  constraint meters_aggregation_check CHECK ((aggregation = ANY (ARRAY['SUM'::text, 'COUNT'::text, 'AVG'::text, 'MIN'::text, 'MAX'::text, 'UNIQUE_COUNT'::text, 'LATEST'::text]))),
  constraint meters_pkey PRIMARY KEY (merchant_id, meter_id)
);
-- owner tally_owner
CREATE INDEX meters_of_metric ON tally.meters USING btree (merchant_id, billable_metric_id);
CREATE INDEX meters_of_type ON tally.meters USING btree (merchant_id, event_type) WHERE (retired_at IS NULL);
alter table tally.meters enable row level security;
alter table tally.meters force row level security;
create policy tally_app_own on tally.meters for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.meters for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.meters for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.meters for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.meters to tally_app;
grant insert, select, update on tally.meters to tally_jobs;
grant select on tally.meters to tally_auditor;
grant select on tally.meters to tally_portal;

create table tally.migrations (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);
-- owner tally_owner
grant select on tally.migrations to tally_app;
grant select on tally.migrations to tally_auditor;
grant select on tally.migrations to tally_jobs;

create table tally.notices (
  merchant_id text not null,
  notice_id text not null,
  kind text not null,
  occasion text not null,
  customer_id text not null,
  subscription_id text,
  status text not null,
  details bytea not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint notices_kind_check CHECK ((kind = ANY (ARRAY['renewal_reminder'::text, 'invoice_issued'::text, 'invoice_paid'::text, 'payment_failed'::text, 'payment_needs_you'::text, 'topup_failed'::text, 'topup_needs_you'::text, 'topup_limit_reached'::text, 'card_expiring'::text, 'invoice_credited'::text, 'account_claim'::text]))),
  constraint notices_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'refused'::text, 'kept'::text]))),
  constraint notices_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint notices_pkey PRIMARY KEY (merchant_id, notice_id),
  constraint notices_merchant_id_kind_occasion_key UNIQUE (merchant_id, kind, occasion)
);
-- owner tally_owner
CREATE INDEX notices_by_age ON tally.notices USING btree (merchant_id, created_at);
CREATE INDEX notices_of_customer ON tally.notices USING btree (merchant_id, customer_id, created_at);
alter table tally.notices enable row level security;
alter table tally.notices force row level security;
create policy tally_app_own on tally.notices for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.notices for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.notices for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.notices to tally_jobs;
grant select on tally.notices to tally_app;
grant select on tally.notices to tally_auditor;

create table tally.organizations (
  organization_id text not null,
  merchant_since timestamp with time zone,
  consumer_since timestamp with time zone,
  platform_since timestamp with time zone,
  managed_by text,
  profile bytea not null,
  name_index bytea,
  currencies text[] not null default '{USD,EUR,GBP,AUD}'::text[],
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint managed_is_consumer_only CHECK (((managed_by IS NULL) OR ((consumer_since IS NOT NULL) AND (merchant_since IS NULL) AND (platform_since IS NULL)))),
  constraint organization_has_a_kind CHECK (((merchant_since IS NOT NULL) OR (consumer_since IS NOT NULL) OR (platform_since IS NOT NULL))),
  constraint organizations_pkey PRIMARY KEY (organization_id)
);
-- owner tally_owner
CREATE INDEX organizations_by_name ON tally.organizations USING btree (name_index) WHERE (name_index IS NOT NULL);
CREATE UNIQUE INDEX one_platform ON tally.organizations USING btree ((true)) WHERE (platform_since IS NOT NULL);
alter table tally.organizations enable row level security;
alter table tally.organizations force row level security;
create policy tally_app_own on tally.organizations for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.organizations for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.organizations for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.organizations for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.organizations for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.organizations for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.organizations for all to tally_portal using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.organizations to tally_lookup;
grant select on tally.organizations to tally_app;
grant select on tally.organizations to tally_auditor;
grant select on tally.organizations to tally_consumer;
grant select on tally.organizations to tally_jobs;
grant select on tally.organizations to tally_platform;
grant select on tally.organizations to tally_portal;

create table tally.payment_accounts (
  merchant_id text not null,
  account text not null,
  country text not null,
  charges_enabled boolean not null default false,
  payouts_enabled boolean not null default false,
  details_submitted boolean not null default false,
  requirements text[] not null default '{}'::text[],
  disabled_reason text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint payment_accounts_pkey PRIMARY KEY (merchant_id),
  constraint payment_accounts_account_key UNIQUE (account)
);
-- owner tally_owner
alter table tally.payment_accounts enable row level security;
alter table tally.payment_accounts force row level security;
create policy tally_app_own on tally.payment_accounts for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payment_accounts for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payment_accounts for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.payment_accounts for all to tally_lookup using (true) with check (true);
grant insert, select, update on tally.payment_accounts to tally_app;
grant select on tally.payment_accounts to tally_auditor;
grant select on tally.payment_accounts to tally_lookup;
grant select, update on tally.payment_accounts to tally_jobs;

create table tally.payment_attempts (
  merchant_id text not null,
  payment_attempt_id text not null,
  payment_session_id text not null,
  idempotency_key text not null,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  provider_reference text,
  challenge_id text,
  failure_code text,
  save_method boolean not null default false,
  payment_method_id text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  chosen_method_id text,
  method bytea,
  constraint payment_attempts_status_check CHECK ((status = ANY (ARRAY['created'::text, 'requires_action'::text, 'processing'::text, 'succeeded'::text, 'failed'::text]))),
  constraint payment_attempts_merchant_id_payment_session_id_fkey FOREIGN KEY (merchant_id, payment_session_id) REFERENCES tally.payment_sessions(merchant_id, payment_session_id),
  constraint payment_attempts_pkey PRIMARY KEY (merchant_id, payment_attempt_id),
  constraint payment_attempts_merchant_id_idempotency_key_key UNIQUE (merchant_id, idempotency_key)
);
-- owner tally_owner
CREATE INDEX payment_attempts_by_reference ON tally.payment_attempts USING btree (provider_reference) WHERE (provider_reference IS NOT NULL);
CREATE INDEX payment_attempts_of_reference ON tally.payment_attempts USING btree (merchant_id, provider_reference);
CREATE INDEX payment_attempts_of_session ON tally.payment_attempts USING btree (merchant_id, payment_session_id, created_at);
CREATE UNIQUE INDEX payment_in_progress ON tally.payment_attempts USING btree (merchant_id, payment_session_id) WHERE (status = ANY (ARRAY['created'::text, 'requires_action'::text, 'processing'::text]));
alter table tally.payment_attempts enable row level security;
alter table tally.payment_attempts force row level security;
create policy tally_app_own on tally.payment_attempts for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payment_attempts for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payment_attempts for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.payment_attempts for all to tally_lookup using (true) with check (true);
create policy tally_portal_admitted on tally.payment_attempts for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (payment_session_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (payment_session_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.payment_attempts to tally_jobs;
grant select on tally.payment_attempts to tally_app;
grant select on tally.payment_attempts to tally_auditor;
grant select on tally.payment_attempts to tally_lookup;
grant select on tally.payment_attempts to tally_portal;

create table tally.payment_methods (
  merchant_id text not null,
  payment_method_id text not null,
  customer_id text not null,
  provider text not null,
  details bytea not null,
  precedence integer not null,
  unusable_code text,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  provider_account text not null default ''::text,
  constraint payment_methods_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint payment_methods_pkey PRIMARY KEY (merchant_id, payment_method_id)
);
-- owner tally_owner
CREATE INDEX payment_methods_of_customer ON tally.payment_methods USING btree (merchant_id, customer_id, created_at);
alter table tally.payment_methods enable row level security;
alter table tally.payment_methods force row level security;
create policy tally_app_own on tally.payment_methods for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payment_methods for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payment_methods for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.payment_methods to tally_jobs;
grant select on tally.payment_methods to tally_auditor;
grant select, update on tally.payment_methods to tally_app;

create table tally.payment_sessions (
  merchant_id text not null,
  payment_session_id text not null,
  customer_id text,
  mode text not null,
  entity_type text not null,
  entity_id text not null,
  subscription_id text,
  amount numeric(38,9) not null,
  funds_amount numeric(38,9) not null default 0,
  currency text not null,
  status text not null,
  save_method text not null default 'no'::text,
  code_hash bytea not null,
  details bytea not null,
  provider text not null,
  provider_account text not null default ''::text,
  provider_reference text,
  failure_code text,
  expires_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint payment_sessions_entity_type_check CHECK ((entity_type = ANY (ARRAY['invoice'::text, 'subscription'::text, 'payment'::text, 'topup'::text, 'customer'::text]))),
  constraint payment_sessions_mode_check CHECK ((mode = ANY (ARRAY['payment'::text, 'setup'::text]))),
  constraint payment_sessions_save_method_check CHECK ((save_method = ANY (ARRAY['no'::text, 'offered'::text, 'required'::text]))),
  constraint payment_sessions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'expired'::text, 'cancelled'::text]))),
  constraint payment_sessions_pkey PRIMARY KEY (merchant_id, payment_session_id),
  constraint payment_sessions_payment_session_id_key UNIQUE (payment_session_id)
);
-- owner tally_owner
CREATE INDEX payment_sessions_of_customer ON tally.payment_sessions USING btree (merchant_id, customer_id, created_at);
CREATE INDEX payment_sessions_of_entity ON tally.payment_sessions USING btree (merchant_id, entity_type, entity_id);
alter table tally.payment_sessions enable row level security;
alter table tally.payment_sessions force row level security;
create policy tally_app_own on tally.payment_sessions for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payment_sessions for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payment_sessions for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.payment_sessions for all to tally_lookup using (true) with check (true);
create policy tally_portal_admitted on tally.payment_sessions for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (payment_session_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (payment_session_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.payment_sessions to tally_app;
grant insert, select, update on tally.payment_sessions to tally_jobs;
grant select on tally.payment_sessions to tally_auditor;
grant select on tally.payment_sessions to tally_lookup;
grant select on tally.payment_sessions to tally_portal;

create table tally.payments (
  merchant_id text not null,
  payment_id text not null,
  customer_id text,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  idempotency_index bytea,
  details bytea not null,
  expires_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint payments_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'completed'::text, 'expired'::text, 'cancelled'::text]))),
  constraint payments_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint payments_pkey PRIMARY KEY (merchant_id, payment_id),
  constraint payments_merchant_id_idempotency_index_key UNIQUE (merchant_id, idempotency_index)
);
-- owner tally_owner
CREATE INDEX payments_of_customer ON tally.payments USING btree (merchant_id, customer_id, created_at);
alter table tally.payments enable row level security;
alter table tally.payments force row level security;
create policy tally_app_own on tally.payments for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payments for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payments for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.payments for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select, update on tally.payments to tally_app;
grant select on tally.payments to tally_auditor;
grant select on tally.payments to tally_portal;
grant select, update on tally.payments to tally_jobs;

create table tally.payouts (
  merchant_id text not null,
  payout_id text not null,
  provider text not null,
  provider_account text not null,
  provider_reference text not null,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  automatic boolean not null,
  settled_at timestamp with time zone,
  failed_at timestamp with time zone,
  failure_code text,
  arrives_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint payouts_status_check CHECK ((status = ANY (ARRAY['in_transit'::text, 'paid'::text, 'failed'::text]))),
  constraint payouts_pkey PRIMARY KEY (merchant_id, payout_id),
  constraint payouts_merchant_id_provider_provider_account_provider_refe_key UNIQUE (merchant_id, provider, provider_account, provider_reference)
);
-- owner tally_owner
alter table tally.payouts enable row level security;
alter table tally.payouts force row level security;
create policy tally_app_own on tally.payouts for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.payouts for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.payouts for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.payouts for all to tally_platform using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.payouts to tally_jobs;
grant select on tally.payouts to tally_app;
grant select on tally.payouts to tally_auditor;
grant select on tally.payouts to tally_platform;

create table tally.plan_prices (
  merchant_id text not null,
  plan_id text not null,
  "position" integer not null,
  price_id text not null,
  constraint plan_prices_merchant_id_plan_id_fkey FOREIGN KEY (merchant_id, plan_id) REFERENCES tally.plans(merchant_id, plan_id),
  constraint plan_prices_merchant_id_price_id_fkey FOREIGN KEY (merchant_id, price_id) REFERENCES tally.prices(merchant_id, price_id),
  constraint plan_prices_pkey PRIMARY KEY (merchant_id, plan_id, "position"),
  constraint plan_prices_merchant_id_plan_id_price_id_key UNIQUE (merchant_id, plan_id, price_id)
);
-- owner tally_owner
CREATE INDEX plan_prices_of_price ON tally.plan_prices USING btree (merchant_id, price_id);
alter table tally.plan_prices enable row level security;
alter table tally.plan_prices force row level security;
create policy tally_app_own on tally.plan_prices for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.plan_prices for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.plan_prices for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.plan_prices for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select on tally.plan_prices to tally_app;
grant select on tally.plan_prices to tally_auditor;
grant select on tally.plan_prices to tally_jobs;
grant select on tally.plan_prices to tally_portal;

create table tally.plans (
  merchant_id text not null,
  plan_id text not null,
  product_id text not null,
  name text not null,
  currency text not null,
  billing_cadence text not null,
  billing_version integer not null,
  billing_anchor timestamp with time zone,
  invoice_display_name text,
  default_tax_code text not null,
  default_tax_rate numeric(18,15) not null,
  tax_behavior text not null,
  renewal_reminder_enabled boolean not null,
  renewal_reminder_days integer not null,
  stable_price_ids boolean not null,
  credit_unused_advance boolean not null default false,
  auto_approve boolean,
  details bytea not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint plans_billing_cadence_check CHECK ((billing_cadence = ANY (ARRAY['P1M'::text, 'P3M'::text, 'P1Y'::text]))),
  constraint plans_billing_version_check CHECK ((billing_version = ANY (ARRAY[0, 1]))),
  constraint plans_tax_behavior_check CHECK ((tax_behavior = ANY (ARRAY['exclusive'::text, 'inclusive'::text]))),
  constraint plans_merchant_id_product_id_fkey FOREIGN KEY (merchant_id, product_id) REFERENCES tally.products(merchant_id, product_id),
  constraint plans_pkey PRIMARY KEY (merchant_id, plan_id)
);
-- owner tally_owner
alter table tally.plans enable row level security;
alter table tally.plans force row level security;
create policy tally_app_own on tally.plans for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.plans for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.plans for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.plans for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.plans to tally_app;
grant select on tally.plans to tally_auditor;
grant select on tally.plans to tally_jobs;
grant select on tally.plans to tally_portal;

create table tally.portal_links (
  merchant_id text not null,
  portal_link_id text not null,
  subscription_id text not null,
  customer_id text not null,
  code_hash bytea not null,
  permissions text[] not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint portal_links_merchant_id_subscription_id_fkey FOREIGN KEY (merchant_id, subscription_id) REFERENCES tally.subscriptions(merchant_id, subscription_id),
  constraint portal_links_pkey PRIMARY KEY (merchant_id, portal_link_id),
  constraint portal_links_portal_link_id_key UNIQUE (portal_link_id)
);
-- owner tally_owner
CREATE INDEX portal_links_of_subscription ON tally.portal_links USING btree (merchant_id, subscription_id, created_at);
alter table tally.portal_links enable row level security;
alter table tally.portal_links force row level security;
create policy tally_app_own on tally.portal_links for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.portal_links for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.portal_links for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.portal_links for all to tally_lookup using (true) with check (true);
grant insert, select, update on tally.portal_links to tally_app;
grant select on tally.portal_links to tally_auditor;
grant select on tally.portal_links to tally_jobs;
grant select on tally.portal_links to tally_lookup;

create table tally.portal_sessions (
  merchant_id text not null,
  portal_session_id text not null,
  kind text not null,
  portal_link_id text,
  subject_id text not null,
  customer_id text,
  permissions text[] not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint portal_sessions_kind_check CHECK ((kind = ANY (ARRAY['portal'::text, 'checkout'::text]))),
  constraint portal_sessions_pkey PRIMARY KEY (merchant_id, portal_session_id),
  constraint portal_sessions_token_hash_key UNIQUE (token_hash)
);
-- owner tally_owner
CREATE INDEX portal_sessions_ended ON tally.portal_sessions USING btree (merchant_id, expires_at);
alter table tally.portal_sessions enable row level security;
alter table tally.portal_sessions force row level security;
create policy tally_auditor_own on tally.portal_sessions for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.portal_sessions for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.portal_sessions for all to tally_lookup using (true) with check (true);
grant delete, insert, select on tally.portal_sessions to tally_jobs;
grant select on tally.portal_sessions to tally_auditor;
grant select, update on tally.portal_sessions to tally_lookup;

create table tally.portal_settings (
  merchant_id text not null,
  accent text,
  locale text not null,
  theme text not null,
  customer_permissions text[] not null,
  details bytea not null,
  updated_at timestamp with time zone not null,
  offered_plan_ids text[] not null default '{}'::text[],
  constraint portal_settings_locale_check CHECK ((locale = ANY (ARRAY['auto'::text, 'en'::text, 'de'::text, 'fr'::text]))),
  constraint portal_settings_theme_check CHECK ((theme = ANY (ARRAY['auto'::text, 'light'::text, 'dark'::text]))),
  constraint portal_settings_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint portal_settings_pkey PRIMARY KEY (merchant_id)
);
-- owner tally_owner
alter table tally.portal_settings enable row level security;
alter table tally.portal_settings force row level security;
create policy tally_app_own on tally.portal_settings for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.portal_settings for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.portal_settings for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.portal_settings for all to tally_lookup using (true) with check (true);
create policy tally_portal_own on tally.portal_settings for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.portal_settings to tally_app;
grant select on tally.portal_settings to tally_auditor;
grant select on tally.portal_settings to tally_jobs;
grant select on tally.portal_settings to tally_lookup;
grant select on tally.portal_settings to tally_portal;

create table tally.postings (
  book_id text not null,
  entry_id text not null,
  line integer not null,
  debit_account text not null,
  credit_account text not null,
  amount numeric(38,9) not null,
  currency text not null,
  constraint postings_amount_check CHECK ((amount > (0)::numeric)),
  constraint postings_check CHECK ((debit_account <> credit_account)),
  constraint postings_pkey PRIMARY KEY (book_id, entry_id, line)
);
-- owner tally_owner
CREATE INDEX postings_credits ON tally.postings USING btree (book_id, credit_account, entry_id);
CREATE INDEX postings_debits ON tally.postings USING btree (book_id, debit_account, entry_id);
alter table tally.postings enable row level security;
alter table tally.postings force row level security;
create policy tally_app_own on tally.postings for all to tally_app using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.postings for all to tally_auditor using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.postings for all to tally_consumer using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.postings for all to tally_jobs using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.postings for all to tally_platform using ((book_id = ( SELECT tally.current_org() AS current_org))) with check ((book_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.postings FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.postings FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.postings to tally_app;
grant insert, select on tally.postings to tally_jobs;
grant select on tally.postings to tally_auditor;
grant select on tally.postings to tally_consumer;
grant select on tally.postings to tally_platform;

create table tally.prices (
  merchant_id text not null,
  price_id text not null,
  billable_metric_id text,
  fee_id text,
  model text not null,
  properties jsonb not null,
  pricing jsonb,
  payment_term text not null,
  billing_cadence text,
  invoice_display_name text not null,
  quantity integer not null default 1,
  grant_discount_enabled boolean not null default false,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint price_of_metric_or_fee CHECK (((billable_metric_id IS NULL) <> (fee_id IS NULL))),
  constraint prices_model_check CHECK ((model = ANY (ARRAY['standard'::text, 'dynamic'::text, 'volume'::text, 'percentage'::text]))),
  constraint prices_payment_term_check CHECK ((payment_term = ANY (ARRAY['instant'::text, 'in_advance'::text, 'in_arrears'::text]))),
  constraint prices_quantity_check CHECK ((quantity >= 0)),
  constraint prices_merchant_id_billable_metric_id_fkey FOREIGN KEY (merchant_id, billable_metric_id) REFERENCES tally.billable_metrics(merchant_id, billable_metric_id),
  constraint prices_merchant_id_fee_id_fkey FOREIGN KEY (merchant_id, fee_id) REFERENCES tally.fees(merchant_id, fee_id),
  constraint prices_pkey PRIMARY KEY (merchant_id, price_id)
);
-- owner tally_owner
CREATE INDEX prices_of_fee ON tally.prices USING btree (merchant_id, fee_id);
CREATE INDEX prices_of_metric ON tally.prices USING btree (merchant_id, billable_metric_id);
alter table tally.prices enable row level security;
alter table tally.prices force row level security;
create policy tally_app_own on tally.prices for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.prices for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.prices for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.prices for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.prices to tally_app;
grant select on tally.prices to tally_auditor;
grant select on tally.prices to tally_jobs;
grant select on tally.prices to tally_portal;

create table tally.products (
  merchant_id text not null,
  product_id text not null,
  name text not null,
  details bytea not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint products_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint products_pkey PRIMARY KEY (merchant_id, product_id)
);
-- owner tally_owner
alter table tally.products enable row level security;
alter table tally.products force row level security;
create policy tally_app_own on tally.products for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.products for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.products for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_own on tally.products for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.products to tally_app;
grant select on tally.products to tally_auditor;
grant select on tally.products to tally_jobs;
grant select on tally.products to tally_portal;

create table tally.provider_events (
  merchant_id text not null,
  provider text not null,
  provider_event_id text not null,
  kind text not null,
  received_at timestamp with time zone not null,
  constraint provider_events_pkey PRIMARY KEY (merchant_id, provider, provider_event_id)
);
-- owner tally_owner
alter table tally.provider_events enable row level security;
alter table tally.provider_events force row level security;
create policy tally_auditor_own on tally.provider_events for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.provider_events for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.provider_events FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.provider_events FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.provider_events to tally_jobs;
grant select on tally.provider_events to tally_auditor;

create table tally.provider_fees (
  organization_id text not null,
  provider text not null,
  provider_account text not null,
  transaction_id text not null,
  amount numeric(38,9) not null,
  currency text not null,
  created_at timestamp with time zone not null,
  constraint provider_fees_pkey PRIMARY KEY (organization_id, provider, provider_account, transaction_id)
);
-- owner tally_owner
alter table tally.provider_fees enable row level security;
alter table tally.provider_fees force row level security;
create policy tally_app_own on tally.provider_fees for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.provider_fees for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.provider_fees for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.provider_fees for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.provider_fees FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.provider_fees FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.provider_fees to tally_jobs;
grant select on tally.provider_fees to tally_app;
grant select on tally.provider_fees to tally_auditor;
grant select on tally.provider_fees to tally_platform;

create table tally.provider_keys (
  merchant_id text not null,
  provider text not null,
  account text not null,
  publishable_key text not null,
  secrets bytea not null,
  created_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  constraint provider_keys_provider_check CHECK ((provider = 'stripe'::text)),
  constraint provider_keys_pkey PRIMARY KEY (merchant_id, account)
);
-- owner tally_owner
CREATE UNIQUE INDEX provider_keys_in_use ON tally.provider_keys USING btree (merchant_id) WHERE (replaced_at IS NULL);
alter table tally.provider_keys enable row level security;
alter table tally.provider_keys force row level security;
create policy tally_app_own on tally.provider_keys for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.provider_keys for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.provider_keys for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.provider_keys for all to tally_portal using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.provider_keys to tally_app;
grant select on tally.provider_keys to tally_auditor;
grant select on tally.provider_keys to tally_jobs;

create table tally.rate_limits (
  principal text not null,
  bucket text not null,
  window_start timestamp with time zone not null,
  calls integer not null,
  constraint rate_limits_pkey PRIMARY KEY (principal, bucket, window_start)
);
-- owner tally_owner, unlogged
alter table tally.rate_limits enable row level security;
alter table tally.rate_limits force row level security;
create policy counting on tally.rate_limits for all to tally_lookup using (true) with check (true);
grant delete, insert, select, update on tally.rate_limits to tally_lookup;

create table tally.reconciliation_items (
  organization_id text not null,
  reconciliation_id text not null,
  line integer not null,
  verdict text not null,
  concerns text not null,
  kind text not null,
  transaction_id text,
  source text,
  subject_id text,
  amount numeric(38,9) not null,
  currency text not null,
  created_at timestamp with time zone not null,
  constraint reconciliation_items_verdict_check CHECK ((verdict = ANY (ARRAY['unbooked'::text, 'missing_here'::text, 'missing_there'::text, 'other_amount'::text]))),
  constraint reconciliation_items_organization_id_reconciliation_id_fkey FOREIGN KEY (organization_id, reconciliation_id) REFERENCES tally.reconciliations(organization_id, reconciliation_id),
  constraint reconciliation_items_pkey PRIMARY KEY (organization_id, reconciliation_id, line)
);
-- owner tally_owner
alter table tally.reconciliation_items enable row level security;
alter table tally.reconciliation_items force row level security;
create policy tally_app_own on tally.reconciliation_items for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.reconciliation_items for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.reconciliation_items for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.reconciliation_items for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.reconciliation_items FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.reconciliation_items FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.reconciliation_items to tally_jobs;
grant select on tally.reconciliation_items to tally_app;
grant select on tally.reconciliation_items to tally_auditor;
grant select on tally.reconciliation_items to tally_platform;

create table tally.reconciliations (
  organization_id text not null,
  reconciliation_id text not null,
  provider text not null,
  provider_account text not null,
  status text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  transactions integer not null default 0,
  unmatched integer not null default 0,
  balances jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint reconciliations_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text]))),
  constraint reconciliations_pkey PRIMARY KEY (organization_id, reconciliation_id)
);
-- owner tally_owner
CREATE INDEX reconciliations_of_account ON tally.reconciliations USING btree (organization_id, provider, provider_account, created_at);
alter table tally.reconciliations enable row level security;
alter table tally.reconciliations force row level security;
create policy tally_app_own on tally.reconciliations for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.reconciliations for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.reconciliations for all to tally_jobs using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.reconciliations for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.reconciliations to tally_jobs;
grant select on tally.reconciliations to tally_app;
grant select on tally.reconciliations to tally_auditor;
grant select on tally.reconciliations to tally_platform;

create table tally.refunds (
  merchant_id text not null,
  refund_id text not null,
  reason text not null,
  subject_id text not null,
  payment_attempt_id text not null,
  customer_id text,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  may_be_sent boolean not null default false,
  bounced_at timestamp with time zone,
  constraint refunds_amount_check CHECK ((amount > (0)::numeric)),
  constraint refunds_reason_check CHECK ((reason = ANY (ARRAY['funds_return'::text, 'duplicate_payment'::text, 'invoice_refund'::text]))),
  constraint refunds_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'cancelling'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text]))),
  constraint refunds_pkey PRIMARY KEY (merchant_id, refund_id),
  constraint refunds_merchant_id_reason_subject_id_payment_attempt_id_key UNIQUE (merchant_id, reason, subject_id, payment_attempt_id)
);
-- owner tally_owner
CREATE INDEX refunds_of_attempt ON tally.refunds USING btree (merchant_id, payment_attempt_id);
CREATE INDEX refunds_of_customer ON tally.refunds USING btree (merchant_id, customer_id);
alter table tally.refunds enable row level security;
alter table tally.refunds force row level security;
create policy tally_app_own on tally.refunds for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.refunds for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.refunds for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.refunds to tally_app;
grant insert, select, update on tally.refunds to tally_jobs;
grant select on tally.refunds to tally_auditor;

create table tally.roles (
  organization_id text not null,
  role_id text not null,
  name text not null,
  description bytea,
  permissions text[] not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tally.organizations(organization_id),
  constraint roles_pkey PRIMARY KEY (organization_id, role_id)
);
-- owner tally_owner
CREATE UNIQUE INDEX role_name_taken ON tally.roles USING btree (organization_id, lower(name));
alter table tally.roles enable row level security;
alter table tally.roles force row level security;
create policy tally_app_own on tally.roles for all to tally_app using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.roles for all to tally_auditor using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.roles for all to tally_consumer using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_lookup_admitted on tally.roles for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.roles for all to tally_platform using ((organization_id = ( SELECT tally.current_org() AS current_org))) with check ((organization_id = ( SELECT tally.current_org() AS current_org)));
grant delete, insert, select, update on tally.roles to tally_app;
grant delete, insert, select, update on tally.roles to tally_consumer;
grant delete, insert, select, update on tally.roles to tally_platform;
grant select on tally.roles to tally_auditor;
grant select on tally.roles to tally_lookup;

create table tally.sandbox_methods (
  merchant_id text not null,
  token text not null,
  outcome text not null,
  charges integer not null default 0,
  method bytea not null,
  created_at timestamp with time zone not null,
  constraint sandbox_methods_pkey PRIMARY KEY (merchant_id, token)
);
-- owner tally_owner
alter table tally.sandbox_methods enable row level security;
alter table tally.sandbox_methods force row level security;
create policy tally_auditor_own on tally.sandbox_methods for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.sandbox_methods for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.sandbox_methods to tally_jobs;
grant select on tally.sandbox_methods to tally_auditor;

create table tally.sandbox_payments (
  merchant_id text not null,
  sandbox_payment_id text not null,
  idempotency_key text not null,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  outcome text not null,
  challenge_id text,
  failure_code text,
  method bytea not null,
  disputed_at timestamp with time zone,
  dispute_fee numeric(38,9),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  dispute_outcome text,
  constraint sandbox_payments_dispute_outcome_check CHECK ((dispute_outcome = ANY (ARRAY['won'::text, 'lost'::text]))),
  constraint sandbox_payments_status_check CHECK ((status = ANY (ARRAY['requires_action'::text, 'processing'::text, 'succeeded'::text, 'failed'::text]))),
  constraint sandbox_payments_pkey PRIMARY KEY (merchant_id, sandbox_payment_id),
  constraint sandbox_payments_merchant_id_idempotency_key_key UNIQUE (merchant_id, idempotency_key)
);
-- owner tally_owner
alter table tally.sandbox_payments enable row level security;
alter table tally.sandbox_payments force row level security;
create policy tally_auditor_own on tally.sandbox_payments for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.sandbox_payments for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.sandbox_payments to tally_jobs;
grant select on tally.sandbox_payments to tally_auditor;

create table tally.sandbox_refunds (
  merchant_id text not null,
  sandbox_refund_id text not null,
  sandbox_payment_id text not null,
  idempotency_key text not null,
  amount numeric(38,9) not null,
  status text not null,
  created_at timestamp with time zone not null,
  constraint sandbox_refunds_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text]))),
  constraint sandbox_refunds_merchant_id_sandbox_payment_id_fkey FOREIGN KEY (merchant_id, sandbox_payment_id) REFERENCES tally.sandbox_payments(merchant_id, sandbox_payment_id),
  constraint sandbox_refunds_pkey PRIMARY KEY (merchant_id, sandbox_refund_id),
  constraint sandbox_refunds_merchant_id_idempotency_key_key UNIQUE (merchant_id, idempotency_key)
);
-- owner tally_owner
alter table tally.sandbox_refunds enable row level security;
alter table tally.sandbox_refunds force row level security;
create policy tally_auditor_own on tally.sandbox_refunds for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.sandbox_refunds for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.sandbox_refunds to tally_jobs;
grant select on tally.sandbox_refunds to tally_auditor;

create table tally.stripe_customers (
  merchant_id text not null,
  account text not null,
  customer_id text not null,
  stripe_customer_id text not null,
  created_at timestamp with time zone not null,
  constraint stripe_customers_pkey PRIMARY KEY (merchant_id, account, customer_id)
);
-- owner tally_owner
alter table tally.stripe_customers enable row level security;
alter table tally.stripe_customers force row level security;
create policy tally_auditor_own on tally.stripe_customers for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.stripe_customers for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.stripe_customers to tally_jobs;
grant select on tally.stripe_customers to tally_auditor;

create table tally.subscriptions (
  merchant_id text not null,
  subscription_id text not null,
  customer_id text not null,
  consumer_id text not null,
  plan_id text not null,
  product_id text not null,
  details bytea not null,
  status text not null,
  currency text not null,
  billing_cadence text not null,
  anchor timestamp with time zone not null,
  period integer not null default 0,
  period_start timestamp with time zone not null,
  period_end timestamp with time zone not null,
  plan_since timestamp with time zone not null,
  terms jsonb not null,
  next_plan_id text,
  test_clock_id text,
  started_at timestamp with time zone not null,
  ending_at timestamp with time zone,
  activated_at timestamp with time zone,
  terminated_at timestamp with time zone,
  terminated_by text,
  prefund_target numeric(38,9),
  prefund_due numeric(38,9) not null default 0,
  auto_charge boolean not null,
  tax_exempt boolean not null,
  renewal_reminder_enabled boolean,
  renewal_reminder_days integer,
  auto_approve boolean,
  payment_term_days integer not null,
  payment_session_id text,
  refill_topup_id text,
  refill_first_failed_at timestamp with time zone,
  refill_failed_times integer not null default 0,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  ends_by_customer timestamp with time zone,
  end_before_cancellation timestamp with time zone,
  constraint subscriptions_check CHECK ((period_start < period_end)),
  constraint subscriptions_status_check CHECK ((status = ANY (ARRAY['pending_payment'::text, 'active'::text, 'terminated'::text]))),
  constraint subscriptions_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint subscriptions_merchant_id_next_plan_id_fkey FOREIGN KEY (merchant_id, next_plan_id) REFERENCES tally.plans(merchant_id, plan_id),
  constraint subscriptions_merchant_id_plan_id_fkey FOREIGN KEY (merchant_id, plan_id) REFERENCES tally.plans(merchant_id, plan_id),
  constraint subscriptions_pkey PRIMARY KEY (merchant_id, subscription_id)
);
-- owner tally_owner
CREATE INDEX subscriptions_by_age ON tally.subscriptions USING btree (merchant_id, created_at);
CREATE INDEX subscriptions_of_consumer ON tally.subscriptions USING btree (consumer_id);
CREATE INDEX subscriptions_of_customer ON tally.subscriptions USING btree (merchant_id, customer_id, created_at);
CREATE INDEX subscriptions_of_plan ON tally.subscriptions USING btree (merchant_id, plan_id);
CREATE UNIQUE INDEX active_subscription_exists ON tally.subscriptions USING btree (merchant_id, customer_id, product_id) WHERE (status = ANY (ARRAY['pending_payment'::text, 'active'::text]));
CREATE UNIQUE INDEX subscription_of_refill ON tally.subscriptions USING btree (merchant_id, refill_topup_id) WHERE (refill_topup_id IS NOT NULL);
alter table tally.subscriptions enable row level security;
alter table tally.subscriptions force row level security;
create policy tally_app_own on tally.subscriptions for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.subscriptions for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.subscriptions for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.subscriptions for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject))));
grant insert, select, update on tally.subscriptions to tally_app;
grant select on tally.subscriptions to tally_auditor;
grant select on tally.subscriptions to tally_portal;
grant select, update on tally.subscriptions to tally_jobs;

create table tally.test_clocks (
  merchant_id text not null,
  test_clock_id text not null,
  details bytea not null,
  shows_at timestamp with time zone not null,
  target_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint test_clocks_check CHECK (((target_at IS NULL) OR (target_at >= shows_at))),
  constraint test_clocks_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES tally.organizations(organization_id),
  constraint test_clocks_pkey PRIMARY KEY (merchant_id, test_clock_id)
);
-- owner tally_owner
CREATE INDEX test_clocks_newest ON tally.test_clocks USING btree (merchant_id, created_at DESC, test_clock_id DESC) WHERE (deleted_at IS NULL);
alter table tally.test_clocks enable row level security;
alter table tally.test_clocks force row level security;
create policy tally_app_own on tally.test_clocks for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.test_clocks for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.test_clocks for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.test_clocks for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (EXISTS ( SELECT
   FROM tally.customer_clocks c
  WHERE ((c.merchant_id = test_clocks.merchant_id) AND (c.test_clock_id = test_clocks.test_clock_id) AND (c.customer_id = ( SELECT tally.current_customer() AS current_customer))))))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (EXISTS ( SELECT
   FROM tally.customer_clocks c
  WHERE ((c.merchant_id = test_clocks.merchant_id) AND (c.test_clock_id = test_clocks.test_clock_id) AND (c.customer_id = ( SELECT tally.current_customer() AS current_customer)))))));
CREATE TRIGGER forward_only BEFORE UPDATE ON tally.test_clocks FOR EACH ROW WHEN ((new.shows_at < old.shows_at)) EXECUTE FUNCTION tally_private.refuse_going_back();
grant insert, select, update on tally.test_clocks to tally_app;
grant select on tally.test_clocks to tally_auditor;
grant select on tally.test_clocks to tally_portal;
grant select, update on tally.test_clocks to tally_jobs;

create table tally.topups (
  merchant_id text not null,
  topup_id text not null,
  customer_id text not null,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  origin text not null default 'page'::text,
  constraint topups_origin_check CHECK ((origin = ANY (ARRAY['page'::text, 'refill'::text, 'auto'::text]))),
  constraint topups_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'success'::text, 'failed'::text, 'cancelled'::text]))),
  constraint topups_merchant_id_customer_id_fkey FOREIGN KEY (merchant_id, customer_id) REFERENCES tally.customers(merchant_id, customer_id),
  constraint topups_pkey PRIMARY KEY (merchant_id, topup_id)
);
-- owner tally_owner
CREATE INDEX topups_of_customer ON tally.topups USING btree (merchant_id, customer_id, created_at);
alter table tally.topups enable row level security;
alter table tally.topups force row level security;
create policy tally_app_own on tally.topups for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.topups for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.topups for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.topups for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer))));
grant insert, select, update on tally.topups to tally_app;
grant insert, select, update on tally.topups to tally_jobs;
grant select on tally.topups to tally_auditor;
grant select on tally.topups to tally_portal;

create table tally.transfers (
  merchant_id text not null,
  transfer_id text not null,
  kind text not null,
  account text not null,
  reversed_reference text,
  amount numeric(38,9) not null,
  currency text not null,
  status text not null,
  provider_reference text,
  failure_code text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint transfers_amount_check CHECK ((amount > (0)::numeric)),
  constraint transfers_kind_check CHECK ((kind = ANY (ARRAY['transfer'::text, 'reversal'::text]))),
  constraint transfers_status_check CHECK ((status = ANY (ARRAY['created'::text, 'succeeded'::text, 'failed'::text]))),
  constraint transfers_pkey PRIMARY KEY (merchant_id, transfer_id)
);
-- owner tally_owner
CREATE UNIQUE INDEX transfer_in_flight ON tally.transfers USING btree (merchant_id, currency) WHERE (status = 'created'::text);
alter table tally.transfers enable row level security;
alter table tally.transfers force row level security;
create policy tally_app_own on tally.transfers for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.transfers for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.transfers for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.transfers to tally_jobs;
grant select on tally.transfers to tally_app;
grant select on tally.transfers to tally_auditor;

create table tally.usage_events (
  merchant_id text not null,
  usage_event_id text not null,
  key uuid not null,
  customer_id text not null,
  consumer_id text not null,
  subscription_id text not null,
  used_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  currency text not null,
  price numeric(38,9) not null,
  tax numeric(38,9) not null,
  fee numeric(38,9) not null,
  entry_id text,
  segment_id text not null,
  line integer not null,
  metric_ids text[] not null,
  quantities numeric[] not null,
  prices numeric[] not null,
  constraint usage_events_pkey PRIMARY KEY (merchant_id, usage_event_id),
  constraint usage_events_merchant_id_key_key UNIQUE (merchant_id, key)
);
-- owner tally_owner
CREATE INDEX usage_events_by_time ON tally.usage_events USING btree (merchant_id, used_at);
CREATE INDEX usage_events_of_customer ON tally.usage_events USING btree (merchant_id, customer_id, used_at);
alter table tally.usage_events enable row level security;
alter table tally.usage_events force row level security;
create policy tally_app_own on tally.usage_events for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.usage_events for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.usage_events for all to tally_consumer using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.usage_events for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.usage_events for all to tally_platform using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.usage_events for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject)))) with check (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)) AND (subscription_id = ( SELECT tally.current_subject() AS current_subject))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.usage_events FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.usage_events FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.usage_events to tally_app;
grant select on tally.usage_events to tally_auditor;
grant select on tally.usage_events to tally_consumer;
grant select on tally.usage_events to tally_jobs;
grant select on tally.usage_events to tally_platform;
grant select on tally.usage_events to tally_portal;

create table tally.usage_refunds (
  merchant_id text not null,
  usage_event_id text not null,
  customer_id text not null,
  entry_id text,
  reason bytea,
  refunded_at timestamp with time zone not null,
  constraint usage_refunds_merchant_id_usage_event_id_fkey FOREIGN KEY (merchant_id, usage_event_id) REFERENCES tally.usage_events(merchant_id, usage_event_id),
  constraint usage_refunds_pkey PRIMARY KEY (merchant_id, usage_event_id)
);
-- owner tally_owner
alter table tally.usage_refunds enable row level security;
alter table tally.usage_refunds force row level security;
create policy tally_app_own on tally.usage_refunds for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.usage_refunds for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.usage_refunds for all to tally_consumer using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.usage_refunds for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.usage_refunds for all to tally_platform using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_portal_admitted on tally.usage_refunds for all to tally_portal using (((merchant_id = ( SELECT tally.current_org() AS current_org)) AND (customer_id = ( SELECT tally.current_customer() AS current_customer)) AND (EXISTS ( SELECT
   FROM tally.usage_events e
  WHERE ((e.merchant_id = usage_refunds.merchant_id) AND (e.usage_event_id = usage_refunds.usage_event_id)))))) with check (false);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.usage_refunds FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.usage_refunds FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.usage_refunds to tally_app;
grant select on tally.usage_refunds to tally_auditor;
grant select on tally.usage_refunds to tally_consumer;
grant select on tally.usage_refunds to tally_jobs;
grant select on tally.usage_refunds to tally_platform;
grant select on tally.usage_refunds to tally_portal;

create table tally.usage_segments (
  merchant_id text not null,
  segment_id text not null,
  body bytea not null,
  created_at timestamp with time zone not null,
  constraint usage_segments_pkey PRIMARY KEY (merchant_id, segment_id)
);
-- owner tally_owner
alter table tally.usage_segments enable row level security;
alter table tally.usage_segments force row level security;
create policy tally_app_own on tally.usage_segments for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.usage_segments for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_consumer_own on tally.usage_segments for all to tally_consumer using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.usage_segments for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_platform_own on tally.usage_segments for all to tally_platform using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON tally.usage_segments FOR EACH ROW EXECUTE FUNCTION tally_private.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tally.usage_segments FOR EACH STATEMENT EXECUTE FUNCTION tally_private.refuse_change();
grant insert, select on tally.usage_segments to tally_app;
grant select on tally.usage_segments to tally_auditor;
grant select on tally.usage_segments to tally_consumer;
grant select on tally.usage_segments to tally_jobs;
grant select on tally.usage_segments to tally_platform;

create table tally.user_sessions (
  user_id text not null,
  session_id text not null,
  secret_hash bytea not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(user_id),
  constraint user_sessions_pkey PRIMARY KEY (user_id, session_id),
  constraint user_sessions_secret_hash_key UNIQUE (secret_hash)
);
-- owner tally_owner
alter table tally.user_sessions enable row level security;
alter table tally.user_sessions force row level security;
create policy tally_app_own on tally.user_sessions for all to tally_app using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
create policy tally_auditor_own on tally.user_sessions for all to tally_auditor using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
create policy tally_consumer_own on tally.user_sessions for all to tally_consumer using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
create policy tally_jobs_own on tally.user_sessions for all to tally_jobs using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
create policy tally_lookup_admitted on tally.user_sessions for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.user_sessions for all to tally_platform using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
grant delete, select on tally.user_sessions to tally_jobs;
grant insert, select on tally.user_sessions to tally_app;
grant select on tally.user_sessions to tally_auditor;
grant select on tally.user_sessions to tally_consumer;
grant select on tally.user_sessions to tally_platform;
grant select, update on tally.user_sessions to tally_lookup;

create table tally.users (
  user_id text not null,
  email bytea not null,
  profile bytea not null,
  login_index bytea,
  password_hash text,
  email_verified_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint users_pkey PRIMARY KEY (user_id),
  constraint email_taken UNIQUE (login_index)
);
-- owner tally_owner
alter table tally.users enable row level security;
alter table tally.users force row level security;
create policy changed_by_itself on tally.users for update to tally_app, tally_consumer, tally_platform using ((user_id = ( SELECT tally.current_user_id() AS current_user_id))) with check (-);
create policy made_by_itself on tally.users for insert to tally_app, tally_consumer, tally_platform using (-) with check ((user_id = ( SELECT tally.current_user_id() AS current_user_id)));
create policy tally_app_own on tally.users for all to tally_app using (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id)))))) with check (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id))))));
create policy tally_auditor_own on tally.users for all to tally_auditor using (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id)))))) with check (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id))))));
create policy tally_consumer_own on tally.users for all to tally_consumer using (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id)))))) with check (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id))))));
create policy tally_lookup_admitted on tally.users for all to tally_lookup using (true) with check (true);
create policy tally_platform_own on tally.users for all to tally_platform using (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id)))))) with check (((user_id = ( SELECT tally.current_user_id() AS current_user_id)) OR (EXISTS ( SELECT
   FROM tally.memberships m
  WHERE ((m.organization_id = ( SELECT tally.current_org() AS current_org)) AND (m.user_id = users.user_id))))));
grant insert on tally.users to tally_app;
grant insert on tally.users to tally_consumer;
grant insert on tally.users to tally_platform;
grant insert, select on tally.users to tally_lookup;
grant select on tally.users to tally_auditor;

create table tally.volume_counters (
  merchant_id text not null,
  subscription_id text not null,
  price_id text not null,
  period_start timestamp with time zone not null,
  consumed numeric(39,15) not null,
  constraint volume_counters_pkey PRIMARY KEY (merchant_id, subscription_id, price_id, period_start)
);
-- owner tally_owner
alter table tally.volume_counters enable row level security;
alter table tally.volume_counters force row level security;
create policy tally_app_own on tally.volume_counters for all to tally_app using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_auditor_own on tally.volume_counters for all to tally_auditor using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
create policy tally_jobs_own on tally.volume_counters for all to tally_jobs using ((merchant_id = ( SELECT tally.current_org() AS current_org))) with check ((merchant_id = ( SELECT tally.current_org() AS current_org)));
grant insert, select, update on tally.volume_counters to tally_app;
grant select on tally.volume_counters to tally_auditor;
grant select on tally.volume_counters to tally_jobs;

create table tally_private.context_keys (
  kid text not null,
  inner_pad bytea not null,
  outer_pad bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint context_keys_pkey PRIMARY KEY (kid)
);
-- owner tally_context

CREATE OR REPLACE FUNCTION tally.claim_consumer(claim text, at timestamp with time zone)
 RETURNS TABLE(consumer_id text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  merchant text := tally.current_org();
  claimant text := tally.current_user_id();
  managed text;
  owned text;
begin
  if merchant is null or claimant is null then raise exception 'no tenant context' using errcode = '42501'; end if;
  select o.organization_id into managed
  from tally.claims as c
  join tally.organizations as o on o.organization_id = c.consumer_id
  where c.merchant_id = merchant and c.claim_id = claim and c.claimed_at is null and c.expires_at > at
    and o.managed_by = merchant and o.deleted_at is null
  for update of o;
  if not found then return; end if;
  select o.organization_id into owned
  from tally.memberships as m
  join tally.organizations as o on o.organization_id = m.organization_id
  where m.user_id = claimant and m.state = 'active' and 'owner' = any (m.roles)
    and o.consumer_since is not null and o.managed_by is null and o.deleted_at is null
    and o.organization_id <> merchant
    and not exists (select from tally.customers as k
      where k.merchant_id = merchant and k.consumer_id = o.organization_id and k.deleted_at is null)
  order by o.created_at, o.organization_id limit 1;
  if owned is null then
    update tally.organizations as o set managed_by = null, updated_at = at where o.organization_id = managed;
    insert into tally.memberships (organization_id, user_id, state, roles, acts_since, created_at, updated_at)
    values (managed, claimant, 'active', '{owner}', at, at, at);
    return query select managed;
  else
    update tally.organizations as o set deleted_at = at, updated_at = at where o.organization_id = managed;
    return query select owned;
  end if;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.count_merchants(named bytea)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  return (select count(*) from tally.organizations as o
    where o.merchant_since is not null and o.deleted_at is null and (named is null or o.name_index = named));
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.current_customer()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select nullif((tally_private.verified_context())[2], '') $function$
-- owner tally_context;

CREATE OR REPLACE FUNCTION tally.current_org()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select nullif((tally_private.verified_context())[1], '') $function$
-- owner tally_context;

CREATE OR REPLACE FUNCTION tally.current_subject()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select nullif((tally_private.verified_context())[4], '') $function$
-- owner tally_context;

CREATE OR REPLACE FUNCTION tally.current_user_id()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select nullif((tally_private.verified_context())[3], '') $function$
-- owner tally_context;

CREATE OR REPLACE FUNCTION tally.enqueue(task text, payload json, due_at timestamp with time zone, job_key text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  organization text := tally.current_org();
begin
  if organization is null then raise exception 'no tenant context' using errcode = '42501'; end if;
  perform graphile_worker.add_job(task,
    json_build_object('organizationId', organization, 'payload', payload),
    run_at => due_at,
    job_key => case when job_key is null then null else task || ':' || organization || ':' || job_key end);
end $function$
-- owner tally_worker;

CREATE OR REPLACE FUNCTION tally.find_api_key(id text, hash bytea)
 RETURNS TABLE(organization_id text, user_id text, permissions text[], allowed_addresses text[], expires_at timestamp with time zone, revoked_at timestamp with time zone, last_used_at timestamp with time zone, state text, roles text[], custom_permissions text[], merchant boolean, consumer boolean, platform boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select k.organization_id, k.user_id, k.permissions, k.allowed_addresses, k.expires_at, k.revoked_at, k.last_used_at,
    m.state, m.roles,
    (select array_agg(p) from tally.roles as r, unnest(r.permissions) as p
      where r.organization_id = k.organization_id and r.role_id = any (m.roles)),
    o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.api_keys as k
  join tally.memberships as m on m.organization_id = k.organization_id and m.user_id = k.user_id
  join tally.organizations as o on o.organization_id = k.organization_id
  where k.api_key_id = id and k.secret_hash = hash and o.deleted_at is null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_claim(id text, hash bytea)
 RETURNS TABLE(merchant_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select c.merchant_id from tally.claims as c where c.claim_id = id and c.code_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_consumer(id text)
 RETURNS TABLE(profile bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  return query select o.profile from tally.organizations as o
  where o.organization_id = id and o.consumer_since is not null and o.managed_by is null and o.deleted_at is null;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_invitation(id text, hash bytea)
 RETURNS TABLE(organization_id text, merchant boolean, consumer boolean, platform boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select i.organization_id, o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.invitations as i
  join tally.organizations as o on o.organization_id = i.organization_id
  where i.invitation_id = id and i.code_hash = hash and o.deleted_at is null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_login(index bytea)
 RETURNS TABLE(user_id text, password_hash text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select u.user_id, u.password_hash from tally.users as u where u.login_index = index
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_logo(hash text)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select picture from tally.logos where logo_hash = hash order by merchant_id limit 1
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_managed_consumer(id text)
 RETURNS TABLE(organization_id text, profile bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select o.organization_id, o.profile from tally.organizations as o
  where o.organization_id = id and o.managed_by = (select tally.current_org()) and o.deleted_at is null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_membership(organization text, signed_in_at timestamp with time zone)
 RETURNS TABLE(state text, roles text[], custom_permissions text[], merchant boolean, consumer boolean, platform boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select m.state, m.roles,
    (select array_agg(p) from tally.roles as r, unnest(r.permissions) as p
      where r.organization_id = m.organization_id and r.role_id = any (m.roles)),
    o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.memberships as m
  join tally.organizations as o on o.organization_id = m.organization_id
  where m.organization_id = organization and m.user_id = (select tally.current_user_id()) and o.deleted_at is null
    and m.acts_since <= signed_in_at
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_merchant(id text)
 RETURNS TABLE(organization_id text, profile bytea, currencies text[], created_at timestamp with time zone, updated_at timestamp with time zone, fee_percent numeric, fee_fixed jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  return query select o.organization_id, o.profile, o.currencies, o.created_at, o.updated_at,
    t.fee_percent, t.fee_fixed
  from tally.organizations as o
  left join tally.merchant_terms as t on t.merchant_id = o.organization_id
  where o.organization_id = id and o.merchant_since is not null and o.deleted_at is null;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_page_owner(id text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select merchant_id from tally.portal_links where portal_link_id = id
  union all
  select merchant_id from tally.payment_sessions where payment_session_id = id
  union all
  select merchant_id from tally.claims where claim_id = id
  limit 1
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_payment_account(named text)
 RETURNS TABLE(merchant_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select p.merchant_id from tally.payment_accounts as p where p.account = named
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_payment_session(id text)
 RETURNS TABLE(merchant_id text, customer_id text, code_hash bytea, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select s.merchant_id, s.customer_id, s.code_hash, s.expires_at
  from tally.payment_sessions as s where s.payment_session_id = id
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_platform()
 RETURNS TABLE(organization_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select o.organization_id from tally.organizations as o where o.platform_since is not null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_portal_link(id text)
 RETURNS TABLE(merchant_id text, subscription_id text, customer_id text, code_hash bytea, permissions text[], expires_at timestamp with time zone, revoked_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select l.merchant_id, l.subscription_id, l.customer_id, l.code_hash, l.permissions, l.expires_at, l.revoked_at
  from tally.portal_links as l where l.portal_link_id = id
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_portal_session(hash bytea)
 RETURNS TABLE(merchant_id text, portal_session_id text, kind text, subject_id text, customer_id text, permissions text[], seen_at timestamp with time zone, expires_at timestamp with time zone, revoked boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select s.merchant_id, s.portal_session_id, s.kind, s.subject_id, s.customer_id,
    array(
      select p from unnest(s.permissions) as p
      where p not in ('portal:methods', 'portal:topup', 'portal:details', 'portal:cancel', 'portal:plan')
        or p = any (coalesce(
          (select c.customer_permissions from tally.portal_settings as c where c.merchant_id = s.merchant_id),
          '{portal:methods,portal:topup}'))
    ),
    s.seen_at, s.expires_at,
    exists (select from tally.portal_links as l where l.merchant_id = s.merchant_id
      and l.portal_link_id = s.portal_link_id and l.revoked_at is not null)
  from tally.portal_sessions as s where s.token_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_provider_payment(named text)
 RETURNS TABLE(merchant_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.merchant_id from tally.payment_attempts as t where t.provider_reference = named limit 1
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.find_user_session(hash bytea)
 RETURNS TABLE(user_id text, session_id text, created_at timestamp with time zone, seen_at timestamp with time zone, expires_at timestamp with time zone, ended_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select s.user_id, s.session_id, s.created_at, s.seen_at, s.expires_at, s.ended_at
  from tally.user_sessions as s where s.secret_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.found_managed_consumer(id text, sealed_profile bytea, seal_key bytea, index_key bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  merchant text := tally.current_org();
begin
  if merchant is null then raise exception 'no tenant context' using errcode = '42501'; end if;
  insert into tally.organizations (organization_id, consumer_since, managed_by, profile, created_at, updated_at)
  values (id, at, merchant, sealed_profile, at, at);
  insert into tally.data_keys (owner_id, purpose, version, wrapped)
  values (id, 'seal', 1, seal_key), (id, 'index', 1, index_key);
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.found_organization(id text, kind text, sealed_profile bytea, name_index bytea, sold_in text[], wrapped_keys bytea[], owner_id text, owner_email bytea, owner_profile bytea, login bytea, password text, owner_keys bytea[], at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tally.current_org() is distinct from id or tally.current_user_id() is distinct from owner_id then
    perform tally_private.assert_platform();
  end if;
  if kind = 'platform' and session_user <> 'tally_platform' then
    raise exception 'not the platform' using errcode = '42501';
  end if;
  insert into tally.organizations (organization_id, merchant_since, consumer_since, platform_since, profile,
    name_index, currencies, created_at, updated_at)
  values (id, case when kind = 'merchant' then at end, case when kind = 'consumer' then at end,
    case when kind = 'platform' then at end, sealed_profile, found_organization.name_index, sold_in, at, at);
  insert into tally.users (user_id, email, profile, login_index, password_hash, created_at, updated_at)
  values (owner_id, owner_email, owner_profile, login, password, at, at);
  insert into tally.memberships (organization_id, user_id, state, roles, acts_since, created_at, updated_at)
  values (id, owner_id, 'active', '{owner}', at, at, at);
  insert into tally.data_keys (owner_id, purpose, version, wrapped)
  values (id, 'seal', 1, wrapped_keys[1]), (id, 'index', 1, wrapped_keys[2]),
    (found_organization.owner_id, 'seal', 1, owner_keys[1]), (found_organization.owner_id, 'index', 1, owner_keys[2]);
  if kind = 'merchant' then
    insert into tally.merchant_terms (merchant_id, fee_percent, fee_fixed, updated_at) values (id, 0, '{}', at);
  end if;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.has_platform()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select from tally.organizations as o where o.platform_since is not null)
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_books_to_fold()
 RETURNS TABLE(book_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with recursive books as (
    (select d.book_id from tally.account_deltas as d order by d.book_id limit 1)
    union all
    select (select d.book_id from tally.account_deltas as d where d.book_id > b.book_id order by d.book_id limit 1)
    from books as b where b.book_id is not null
  )
  select b.book_id from books as b where b.book_id is not null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_due_work(real_now timestamp with time zone, page integer)
 RETURNS TABLE(organization_id text, lane text, due_at timestamp with time zone, run_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select d.organization_id, d.lane, d.due_at, d.run_at from tally.due_work as d
  where d.run_at <= real_now and (d.leased_until is null or d.leased_until < clock_timestamp())
  order by d.run_at limit page
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_merchants(named bytea, at_most integer, skipped integer)
 RETURNS TABLE(organization_id text, profile bytea, currencies text[], created_at timestamp with time zone, updated_at timestamp with time zone, fee_percent numeric, fee_fixed jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  return query select o.organization_id, o.profile, o.currencies, o.created_at, o.updated_at,
    t.fee_percent, t.fee_fixed
  from tally.organizations as o
  left join tally.merchant_terms as t on t.merchant_id = o.organization_id
  where o.merchant_since is not null and o.deleted_at is null and (named is null or o.name_index = named)
  order by o.created_at desc, o.organization_id desc limit at_most offset skipped;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_meters_to_fold()
 RETURNS TABLE(merchant_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with recursive merchants as (
    (select t.merchant_id from tally.meter_tail as t order by t.merchant_id limit 1)
    union all
    select (select t.merchant_id from tally.meter_tail as t where t.merchant_id > m.merchant_id
      order by t.merchant_id limit 1)
    from merchants as m where m.merchant_id is not null
  )
  select m.merchant_id from merchants as m where m.merchant_id is not null
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_organizations(after text, at_most integer)
 RETURNS TABLE(organization_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select o.organization_id from tally.organizations as o
  where o.organization_id > after order by o.organization_id limit at_most
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.list_own_memberships()
 RETURNS TABLE(organization_id text, state text, roles text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select m.organization_id, m.state,
    array(select coalesce(r.name, given.role)
      from unnest(m.roles) with ordinality as given (role, place)
      left join tally.roles as r on r.organization_id = m.organization_id and r.role_id = given.role
      order by given.place)
  from tally.memberships as m
  join tally.organizations as o on o.organization_id = m.organization_id
  where m.user_id = (select tally.current_user_id()) and o.deleted_at is null
    and ((select tally.current_org()) is null or m.organization_id = (select tally.current_org()))
  order by m.created_at, m.organization_id
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.make_merchant(id text, name_index bytea, sold_in text[], at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  update tally.organizations as o
  set merchant_since = coalesce(o.merchant_since, at), name_index = make_merchant.name_index,
    currencies = coalesce(sold_in, o.currencies), updated_at = at
  where o.organization_id = id and o.consumer_since is not null and o.managed_by is null and o.deleted_at is null;
  if not found then return false; end if;
  insert into tally.merchant_terms (merchant_id, fee_percent, fee_fixed, updated_at) values (id, 0, '{}', at)
  on conflict do nothing;
  return true;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.prepare_partitions()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  this_win int := floor(extract(epoch from clock_timestamp()) / 86400 / 36);
  monday date := date_trunc('week', clock_timestamp() at time zone 'UTC');
begin
  perform pg_advisory_xact_lock(hashtext('tallystick partitions'));
  for win in this_win - 1 .. this_win + 1 loop
    call tally_private.add_partition('tally.event_keys', format('event_keys_%s', win), format('in (%s)', win));
  end loop;
  for week in -1 .. 8 loop
    call tally_private.add_partition('tally.meter_readings',
      format('meter_readings_%s', to_char(monday + week * 7, 'YYYYMMDD')),
      format('from (%L) to (%L)', monday + week * 7, monday + (week + 1) * 7));
  end loop;
end $function$
-- owner tally_owner;

CREATE OR REPLACE FUNCTION tally.read_keys(owner text)
 RETURNS TABLE(purpose text, version integer, wrapped bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select k.purpose, k.version, k.wrapped from tally.data_keys as k where k.owner_id = owner order by k.version
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.set_merchant_currencies(merchant text, sold_in text[], at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  update tally.organizations as o set currencies = sold_in, updated_at = at
  where o.organization_id = merchant and o.merchant_since is not null;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.set_merchant_terms(merchant text, percent numeric, fixed jsonb, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform tally_private.assert_platform();
  insert into tally.merchant_terms (merchant_id, fee_percent, fee_fixed, updated_at)
  values (merchant, percent, fixed, at)
  on conflict (merchant_id) do update
    set fee_percent = excluded.fee_percent, fee_fixed = excluded.fee_fixed, updated_at = excluded.updated_at;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.take_call(who text, what text, window_seconds integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  began timestamptz := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_seconds) * window_seconds);
  caller text := coalesce(tally.current_org(), '') || ' ' || who;
  taken int;
begin
  delete from tally.rate_limits where principal = caller and bucket = what and window_start < began;
  insert into tally.rate_limits (principal, bucket, window_start, calls) values (caller, what, began, 1)
  on conflict (principal, bucket, window_start) do update set calls = rate_limits.calls + 1
  returning calls into taken;
  -- Those who never came back.
  if random() < 0.001 then
    delete from tally.rate_limits where ctid = any (array(
      select ctid from tally.rate_limits where window_start < began - interval '2 days' limit 10000
      for update skip locked));
  end if;
  return taken;
end $function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.touch_api_key(id text, hash bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update tally.api_keys set last_used_at = at where api_key_id = id and secret_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.touch_portal_session(hash bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update tally.portal_sessions set seen_at = at where token_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE FUNCTION tally.touch_user_session(hash bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update tally.user_sessions set seen_at = at where secret_hash = hash
$function$
-- owner tally_lookup;

CREATE OR REPLACE PROCEDURE tally_private.add_partition(IN parent regclass, IN part name, IN bounds text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $procedure$
begin
  if to_regclass(format('tally_private.%I', part)) is not null then return; end if;
  execute format('create table tally_private.%I (like %s including defaults including constraints)', part, parent);
  execute format('alter table tally_private.%I enable row level security', part);
  execute format('alter table tally_private.%I force row level security', part);
  execute format('create policy own on tally_private.%I for all using (merchant_id = (select tally.current_org()))
    with check (merchant_id = (select tally.current_org()))', part);
  execute format('alter table %s attach partition tally_private.%I for values %s', parent, part, bounds);
end $procedure$
-- owner tally_owner;

CREATE OR REPLACE PROCEDURE tally_private.admit(IN guarded regclass, IN who name, IN verbs text, IN rule text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $procedure$
begin
  execute format('grant %s on table %s to %I', verbs, guarded, who);
  execute format('create policy %I on %s for all to %I using (%s) with check (%s)',
    who || '_admitted', guarded, who, rule, rule);
end $procedure$
-- owner tally_owner;

CREATE OR REPLACE PROCEDURE tally_private.append_only(IN kept regclass)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $procedure$
begin
  execute format('create trigger append_only before update or delete on %s
    for each row execute function tally_private.refuse_change()', kept);
  execute format('create trigger append_only_whole before truncate on %s
    for each statement execute function tally_private.refuse_change()', kept);
end $procedure$
-- owner tally_owner;

CREATE OR REPLACE FUNCTION tally_private.assert_platform()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (select from tally.organizations as o
    where o.organization_id = tally.current_org() and o.platform_since is not null)
  then raise exception 'not the platform' using errcode = '42501'; end if;
end $function$
-- owner tally_owner;

CREATE OR REPLACE PROCEDURE tally_private.guard(IN guarded regclass, IN grants jsonb, IN rule text DEFAULT NULL::text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $procedure$
declare
  owner_column name := (select attname from pg_attribute where attrelid = guarded and attnum = 1);
  condition text := coalesce(rule, format('%I = (select tally.current_org())', owner_column));
  who text;
  verbs text;
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  for who, verbs in select * from jsonb_each_text(grants || '{"tally_auditor": "select"}') loop
    execute format('grant %s on table %s to %I', verbs, guarded, who);
    execute format('create policy %I on %s for all to %I using (%s) with check (%s)',
      who || '_own', guarded, who, condition, condition);
  end loop;
end $procedure$
-- owner tally_owner;

CREATE OR REPLACE FUNCTION tally_private.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $function$
-- owner tally_owner;

CREATE OR REPLACE FUNCTION tally_private.refuse_going_back()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'a clock does not go back' using errcode = '42501';
end $function$
-- owner tally_owner;

CREATE OR REPLACE FUNCTION tally_private.verified_context()
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  token text := current_setting('tally.context', true);
  part text[];
  pads record;
begin
  if token is null or token = '' then return null; end if;
  part := string_to_array(token, '.');
  if array_length(part, 1) <> 6 or part[1] <> 'v1' then
    raise exception 'tenant context forged' using errcode = '42501';
  end if;
  select inner_pad, outer_pad into pads from tally_private.context_keys where kid = part[2];
  if not found
    -- 64 hexadecimal digits, without the price of a regular expression: this runs at every statement.
    or length(part[6]) <> 64 or translate(part[6], '0123456789abcdef', '') <> ''
    or sha256(pads.outer_pad || sha256(pads.outer_pad || sha256(
         pads.inner_pad || convert_to(left(token, length(token) - 65), 'UTF8'))))
       is distinct from sha256(pads.outer_pad || decode(part[6], 'hex'))
  then
    raise exception 'tenant context forged' using errcode = '42501';
  end if;
  if part[4]::bigint < extract(epoch from transaction_timestamp()) then
    raise exception 'tenant context expired' using errcode = '42501';
  end if;
  if part[5] <> '0' and part[5]::int <> pg_backend_pid() then
    raise exception 'tenant context forged' using errcode = '42501';
  end if;
  return string_to_array(part[3], ':');
end $function$
-- owner tally_context;

grant execute on function tally.claim_consumer(text,timestamp with time zone) to tally_app;
grant execute on function tally.count_merchants(bytea) to tally_platform;
grant execute on function tally.current_customer() to tally_app, tally_auditor, tally_consumer, tally_jobs, tally_lookup, tally_platform, tally_portal;
grant execute on function tally.current_org() to tally_app, tally_auditor, tally_consumer, tally_jobs, tally_lookup, tally_platform, tally_portal, tally_worker;
grant execute on function tally.current_subject() to tally_app, tally_auditor, tally_consumer, tally_jobs, tally_lookup, tally_platform, tally_portal;
grant execute on function tally.current_user_id() to tally_app, tally_auditor, tally_consumer, tally_jobs, tally_lookup, tally_platform, tally_portal;
grant execute on function tally.enqueue(text,json,timestamp with time zone,text) to tally_app, tally_consumer, tally_jobs, tally_platform;
grant execute on function tally.find_api_key(text,bytea) to tally_app;
grant execute on function tally.find_claim(text,bytea) to tally_app;
grant execute on function tally.find_consumer(text) to tally_platform;
grant execute on function tally.find_invitation(text,bytea) to tally_app;
grant execute on function tally.find_login(bytea) to tally_app;
grant execute on function tally.find_logo(text) to tally_portal;
grant execute on function tally.find_managed_consumer(text) to tally_app;
grant execute on function tally.find_membership(text,timestamp with time zone) to tally_app;
grant execute on function tally.find_merchant(text) to tally_platform;
grant execute on function tally.find_page_owner(text) to tally_portal;
grant execute on function tally.find_payment_account(text) to tally_jobs;
grant execute on function tally.find_payment_session(text) to tally_portal;
grant execute on function tally.find_platform() to tally_jobs;
grant execute on function tally.find_portal_link(text) to tally_portal;
grant execute on function tally.find_portal_session(bytea) to tally_portal;
grant execute on function tally.find_provider_payment(text) to tally_jobs;
grant execute on function tally.find_user_session(bytea) to tally_app;
grant execute on function tally.found_managed_consumer(text,bytea,bytea,bytea,timestamp with time zone) to tally_app;
grant execute on function tally.found_organization(text,text,bytea,bytea,text[],bytea[],text,bytea,bytea,bytea,text,bytea[],timestamp with time zone) to tally_app, tally_consumer, tally_platform;
grant execute on function tally.has_platform() to tally_platform;
grant execute on function tally.list_books_to_fold() to tally_worker;
grant execute on function tally.list_due_work(timestamp with time zone,integer) to tally_worker;
grant execute on function tally.list_merchants(bytea,integer,integer) to tally_platform;
grant execute on function tally.list_meters_to_fold() to tally_worker;
grant execute on function tally.list_organizations(text,integer) to tally_auditor, tally_worker;
grant execute on function tally.list_own_memberships() to tally_app, tally_consumer, tally_platform;
grant execute on function tally.make_merchant(text,bytea,text[],timestamp with time zone) to tally_platform;
grant execute on function tally.prepare_partitions() to tally_worker;
grant execute on function tally.read_keys(text) to tally_app, tally_auditor, tally_consumer, tally_jobs, tally_platform, tally_portal;
grant execute on function tally.set_merchant_currencies(text,text[],timestamp with time zone) to tally_platform;
grant execute on function tally.set_merchant_terms(text,numeric,jsonb,timestamp with time zone) to tally_platform;
grant execute on function tally.take_call(text,text,integer) to tally_app, tally_consumer, tally_platform, tally_portal;
grant execute on function tally.touch_api_key(text,bytea,timestamp with time zone) to tally_app;
grant execute on function tally.touch_portal_session(bytea,timestamp with time zone) to tally_portal;
grant execute on function tally.touch_user_session(bytea,timestamp with time zone) to tally_app;
grant execute on function tally_private.assert_platform() to tally_lookup;
