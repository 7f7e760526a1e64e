-- Time: what is due when, and the test clocks of merchants.
grant create on schema tally to tally_lookup;

-- A clock that its merchant moves. While target_at is there it is on its way to it, step by step.
create table tally.test_clocks (
  merchant_id text not null references tally.organizations (organization_id),
  test_clock_id text not null,
  -- Sealed: name, description.
  details bytea not null,
  shows_at timestamptz not null,
  target_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (merchant_id, test_clock_id),
  check (target_at is null or target_at >= shows_at)
);
create function tally_private.refuse_going_back() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'a clock does not go back' using errcode = '42501';
end $$;
create trigger forward_only before update on tally.test_clocks
  for each row when (new.shows_at < old.shows_at) execute function tally_private.refuse_going_back();
create index test_clocks_newest on tally.test_clocks (merchant_id, created_at desc, test_clock_id desc)
  where deleted_at is null;
call tally_private.guard('tally.test_clocks',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, update"}');

-- By which clock a customer lives, decided by its first subscription; without a test clock, in real time.
create table tally.customer_clocks (
  merchant_id text not null,
  customer_id text not null,
  test_clock_id text,
  decided_at timestamptz not null,
  primary key (merchant_id, customer_id),
  foreign key (merchant_id, customer_id) references tally.customers (merchant_id, customer_id),
  foreign key (merchant_id, test_clock_id) references tally.test_clocks (merchant_id, test_clock_id)
);
create index customers_of_test_clock on tally.customer_clocks (merchant_id, test_clock_id)
  where test_clock_id is not null;
call tally_private.guard('tally.customer_clocks', '{"tally_app": "select, insert", "tally_jobs": "select"}');
-- A portal link shows its customer's time.
call tally_private.admit('tally.customer_clocks', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
call tally_private.admit('tally.test_clocks', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and exists (
     select from tally.customer_clocks as c where c.merchant_id = test_clocks.merchant_id
       and c.test_clock_id = test_clocks.test_clock_id and c.customer_id = (select tally.current_customer()))');

-- What is to be done when. One row per subject and kind; it is gone once it is done.
create table tally.due_work (
  organization_id text not null,
  kind text not null,
  subject_id text not null,
  -- What is in one lane is done one after the other, in order: a test clock's, a customer's, or else a subject's.
  lane text not null,
  test_clock_id text,
  -- At one moment, the lower goes first (platform/due/order.ts).
  rank int not null,
  -- By the clock of the row: its test clock's time, or real time.
  due_at timestamptz not null,
  -- By real time. Without it, the row waits until its test clock comes there.
  run_at timestamptz,
  -- Changes whenever the work is scheduled again, so that who is done with it deletes nothing newer.
  turn uuid not null default gen_random_uuid(),
  -- Somebody works on it outside a transaction. By the database's clock; when it is over, the work is anybody's again.
  leased_until timestamptz,
  attempts int not null default 0,
  -- Code of the last failure, never its words.
  failure_code text,
  primary key (organization_id, kind, subject_id)
);
create index due_work_ready on tally.due_work (run_at) where run_at is not null;
create index due_work_in_lane on tally.due_work (organization_id, lane, due_at, rank, subject_id);
create index due_work_of_subject on tally.due_work (organization_id, subject_id);
create index due_work_leased on tally.due_work (organization_id, lane) where leased_until is not null;
call tally_private.guard('tally.due_work', '{
  "tally_app": "select, insert, update, delete", "tally_consumer": "select, insert, update, delete",
  "tally_platform": "select, insert, update, delete", "tally_jobs": "select, insert, update, delete"}');
call tally_private.admit('tally.due_work', 'tally_lookup', 'select', 'true');

-- The lanes in which something is ready by real time, of every organization, the longest overdue first. What waits for a
-- test clock is not among them. The step itself runs in the context of its organization, under tally_jobs.
create function tally.list_due_work(real_now timestamptz, page int)
returns table (organization_id text, lane text, due_at timestamptz, run_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.organization_id, d.lane, d.due_at, d.run_at from tally.due_work as d
  where d.run_at <= real_now and (d.leased_until is null or d.leased_until < clock_timestamp())
  order by d.run_at limit page
$$;
grant execute on function tally.list_due_work(timestamptz, int) to tally_worker;
alter function tally.list_due_work(timestamptz, int) owner to tally_lookup;
revoke create on schema tally from tally_lookup;
