-- The ground everything stands on: schemas, the signed context, and the generator of policies.
-- Runs as tally_owner, a role that cannot log in. Roles and their passwords are made before (platform/db/roles.ts).



-- A function is nobody's to call until it is granted. Grants come before a function is given to its owner: afterwards
-- tally_owner has no say in them, and PostgreSQL only warns.
alter default privileges revoke execute on functions from public;

revoke all on schema tally, tally_private from public;
grant usage on schema tally to
  tally_app, tally_consumer, tally_portal, tally_platform, tally_jobs, tally_worker, tally_auditor, tally_lookup;
grant usage, create on schema tally, tally_private to tally_context;
grant usage, create on schema tally to tally_lookup;
grant usage on schema tally_private to tally_lookup;

-- HMAC pads of the keys that sign contexts. Only tally_context reads them, only the start of the server writes them.
create table tally_private.context_keys (
  kid text primary key,
  inner_pad bytea not null,
  outer_pad bytea not null,
  created_at timestamptz not null default now()
);
alter table tally_private.context_keys owner to tally_context;

-- The four parts of a verified context: organization, customer, user, subject. Digests are compared, not macs, so the
-- time that a difference takes says nothing about the mac. Not leakproof: it raises.
create function tally_private.verified_context() returns text[]
language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
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
end $$;
alter function tally_private.verified_context() owner to tally_context;

create function tally.current_org() returns text language sql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$ select nullif((tally_private.verified_context())[1], '') $$;
create function tally.current_customer() returns text language sql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$ select nullif((tally_private.verified_context())[2], '') $$;
create function tally.current_user_id() returns text language sql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$ select nullif((tally_private.verified_context())[3], '') $$;
-- What a portal principal holds: the id of its subscription or of its payment session.
create function tally.current_subject() returns text language sql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$ select nullif((tally_private.verified_context())[4], '') $$;

grant execute on function
  tally.current_org(), tally.current_customer(), tally.current_user_id(), tally.current_subject()
  to tally_app, tally_consumer, tally_portal, tally_platform, tally_jobs, tally_auditor, tally_lookup, tally_owner;
grant execute on function tally.current_org() to tally_worker;
alter function tally.current_org() owner to tally_context;
alter function tally.current_customer() owner to tally_context;
alter function tally.current_user_id() owner to tally_context;
alter function tally.current_subject() owner to tally_context;
revoke create on schema tally, tally_private from tally_context;

-- Guards a table: row security forced, one policy per role, and exactly the grants named.
--   grants  {"tally_app": "select, insert", …}; the auditor always reads
--   rule    the condition on a row, by default that it belongs to the organization of the context
create procedure tally_private.guard(guarded regclass, grants jsonb, rule text default null)
language plpgsql set search_path = pg_catalog, pg_temp as $$
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
end $$;

-- Lets one more role read (or write) rows under a rule of its own.
create procedure tally_private.admit(guarded regclass, who name, verbs text, rule text)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('grant %s on table %s to %I', verbs, guarded, who);
  execute format('create policy %I on %s for all to %I using (%s) with check (%s)',
    who || '_admitted', guarded, who, rule, rule);
end $$;

-- Makes a table append-only for everybody, its owner included: grants can be given by mistake, a trigger still refuses.
create function tally_private.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

create procedure tally_private.append_only(kept regclass)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('create trigger append_only before update or delete on %s
    for each row execute function tally_private.refuse_change()', kept);
  execute format('create trigger append_only_whole before truncate on %s
    for each statement execute function tally_private.refuse_change()', kept);
end $$;

-- What binds this database to its root key and its key store; the start refuses when they do not fit.
create table tally.installation (
  singleton boolean primary key default true check (singleton),
  installation_id text not null,
  mode text not null check (mode in ('sandbox', 'live')),
  root_key_check bytea not null,
  created_at timestamptz not null default now()
);
grant select on tally.installation to
  tally_app, tally_consumer, tally_portal, tally_platform, tally_jobs, tally_auditor;

-- Wrapped data keys of organizations and users: noise without the key store. Whoever knows an owner may read its keys
-- (a merchant those of its members and customers), by read_keys; who else there is, nobody can list.
create table tally.data_keys (
  owner_id text not null,
  purpose text not null check (purpose in ('seal', 'index')),
  version int not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  primary key (owner_id, purpose, version)
);
call tally_private.guard('tally.data_keys',
  '{"tally_app": "insert", "tally_consumer": "insert", "tally_platform": "insert", "tally_jobs": "insert"}',
  'owner_id in ((select tally.current_org()), (select tally.current_user_id()))');
call tally_private.admit('tally.data_keys', 'tally_lookup', 'select, insert', 'true');

create function tally.read_keys(owner text) returns table (purpose text, version int, wrapped bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.purpose, k.version, k.wrapped from tally.data_keys as k where k.owner_id = owner order by k.version
$$;
grant execute on function tally.read_keys(text) to
  tally_app, tally_consumer, tally_portal, tally_platform, tally_jobs, tally_auditor;
alter function tally.read_keys(text) owner to tally_lookup;

-- Replies to requests with an Idempotency-Key, sealed, kept 35 days.
create table tally.idempotency_keys (
  organization_id text not null,
  key_hash bytea not null,
  operation text not null,
  fingerprint bytea not null,
  status int not null,
  reply bytea not null,
  created_at timestamptz not null,
  primary key (organization_id, key_hash)
);
create index idempotency_keys_age on tally.idempotency_keys (organization_id, created_at);
call tally_private.guard('tally.idempotency_keys',
  '{"tally_app": "select, insert", "tally_consumer": "select, insert", "tally_platform": "select, insert", "tally_jobs": "select, delete"}');

-- Calls per principal and window. Unlogged: after a crash everybody starts afresh.
create unlogged table tally.rate_limits (
  principal text not null,
  bucket text not null,
  window_start timestamptz not null,
  calls int not null,
  primary key (principal, bucket, window_start)
);
alter table tally.rate_limits enable row level security;
alter table tally.rate_limits force row level security;
create policy counting on tally.rate_limits for all to tally_lookup using (true) with check (true);
grant select, insert, update, delete on tally.rate_limits to tally_lookup;

-- Counts one call and says how many there were in this window, this one included. Calls of an organization are counted
-- in its own context alone, so that nobody can use up what is another's.
create function tally.take_call(who text, what text, window_seconds int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
grant execute on function tally.take_call(text, text, int) to
  tally_app, tally_consumer, tally_portal, tally_platform;
alter function tally.take_call(text, text, int) owner to tally_lookup;
