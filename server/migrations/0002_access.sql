-- Organizations own, users act.

create table tally.organizations (
  organization_id text primary key,
  merchant_since timestamptz,
  consumer_since timestamptz,
  platform_since timestamptz,
  -- The one merchant whose relation a managed consumer belongs to.
  managed_by text,
  -- Sealed under the organization's key: name, e-mail, phone, address.
  profile bytea not null,
  -- Blind index of a merchant's name under the installation's key: the platform finds merchants by name.
  name_index bytea,
  currencies text[] not null default '{USD,EUR,GBP,AUD}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  constraint organization_has_a_kind check (
    merchant_since is not null or consumer_since is not null or platform_since is not null),
  constraint managed_is_consumer_only check (
    managed_by is null or (consumer_since is not null and merchant_since is null and platform_since is null))
);
create unique index one_platform on tally.organizations ((true)) where platform_since is not null;
create index organizations_by_name on tally.organizations (name_index) where name_index is not null;
call tally_private.guard('tally.organizations', '{
  "tally_app": "select", "tally_consumer": "select", "tally_platform": "select", "tally_portal": "select",
  "tally_jobs": "select"}');
-- What an organization may change about itself. What it is and whose it is, only functions change.
grant update (profile, name_index, currencies, updated_at) on tally.organizations
  to tally_app, tally_consumer, tally_platform;
grant update (consumer_since) on tally.organizations to tally_app;
call tally_private.admit('tally.organizations', 'tally_lookup', 'select, insert, update', 'true');

-- What the platform takes from a merchant. Set by the platform alone.
create table tally.merchant_terms (
  merchant_id text primary key references tally.organizations (organization_id),
  fee_percent numeric(9, 6) not null check (fee_percent between 0 and 100),
  -- Fixed part per currency, decimal text: {"USD": "0.30"}.
  fee_fixed jsonb not null default '{}',
  updated_at timestamptz not null
);
call tally_private.guard('tally.merchant_terms', '{"tally_app": "select", "tally_jobs": "select"}');
call tally_private.admit('tally.merchant_terms', 'tally_lookup', 'select, insert, update', 'true');

-- How a merchant bills. While there is no row, everything is as it is by default.
create table tally.billing_settings (
  merchant_id text primary key references tally.organizations (organization_id),
  -- ISO 8601, from P0D to P7D.
  grace_period text not null,
  after_dunning text not null check (after_dunning in ('keep', 'terminate')),
  auto_approve boolean not null,
  -- Where the merchant is registered for VAT: [{"country": "DE", "scheme": "standard"}].
  tax_registrations jsonb not null,
  -- Which mails go out: {"invoicePaid": false}. Those that are not named do.
  notices jsonb not null,
  -- Sealed: who sells, for documents and tax; what documents say; where replies go.
  details bytea not null,
  updated_at timestamptz not null
);
call tally_private.guard('tally.billing_settings', '{
  "tally_app": "select, insert, update", "tally_jobs": "select", "tally_portal": "select"}');

create table tally.users (
  user_id text primary key,
  -- Sealed under the user's key.
  email bytea not null,
  profile bytea not null,
  -- Blind index under the installation's key; only of users who sign in by themselves.
  login_index bytea,
  password_hash text,
  email_verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint email_taken unique (login_index)
);

create table tally.memberships (
  organization_id text not null references tally.organizations (organization_id),
  user_id text not null references tally.users (user_id),
  state text not null check (state in ('invited', 'active', 'suspended', 'declined')),
  -- Names of built-in roles and ids of the organization's own.
  roles text[] not null,
  -- Since when sessions may act here: what was signed in before a suspension does not come back with the member.
  acts_since timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint member_exists primary key (organization_id, user_id)
);
create index memberships_of_user on tally.memberships (user_id);
-- In the organization's context only: a user's own context neither reads nor makes memberships.
call tally_private.guard('tally.memberships', '{
  "tally_app": "select, insert, delete", "tally_consumer": "select, insert, delete",
  "tally_platform": "select, insert, delete", "tally_jobs": "select"}');
grant update (state, roles, acts_since, updated_at) on tally.memberships to tally_app, tally_consumer, tally_platform;
call tally_private.admit('tally.memberships', 'tally_lookup', 'select, insert', 'true');

-- A user is seen by itself and by the organizations it is a member of, and changed by itself alone.
-- Password hashes are read by find_login alone.
call tally_private.guard('tally.users', '{
  "tally_app": "select (user_id, email, profile, login_index, created_at, updated_at), insert",
  "tally_consumer": "select (user_id, email, profile, login_index, created_at, updated_at), insert",
  "tally_platform": "select (user_id, email, profile, login_index, created_at, updated_at), insert"}',
  'user_id = (select tally.current_user_id()) or exists (select from tally.memberships as m
    where m.organization_id = (select tally.current_org()) and m.user_id = users.user_id)');
grant update (email, profile, login_index, password_hash, email_verified_at, updated_at) on tally.users
  to tally_app, tally_consumer, tally_platform;
create policy made_by_itself on tally.users as restrictive for insert to tally_app, tally_consumer, tally_platform
  with check (user_id = (select tally.current_user_id()));
create policy changed_by_itself on tally.users as restrictive for update to tally_app, tally_consumer, tally_platform
  using (user_id = (select tally.current_user_id()));
call tally_private.admit('tally.users', 'tally_lookup', 'select, insert', 'true');

create table tally.user_sessions (
  user_id text not null references tally.users (user_id),
  session_id text not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (user_id, session_id),
  unique (secret_hash)
);
call tally_private.guard('tally.user_sessions', '{
  "tally_app": "select, insert", "tally_consumer": "select", "tally_platform": "select",
  "tally_jobs": "delete, select"}',
  'user_id = (select tally.current_user_id())');
-- An ended session stays ended: only its end can be set.
grant update (ended_at) on tally.user_sessions to tally_app, tally_consumer, tally_platform;
call tally_private.admit('tally.user_sessions', 'tally_lookup', 'select, update', 'true');

create table tally.roles (
  organization_id text not null references tally.organizations (organization_id),
  role_id text not null,
  name text not null,
  -- Sealed.
  description bytea,
  permissions text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, role_id)
);
create unique index role_name_taken on tally.roles (organization_id, lower(name));
call tally_private.guard('tally.roles', '{
  "tally_app": "select, insert, update, delete", "tally_consumer": "select, insert, update, delete",
  "tally_platform": "select, insert, update, delete"}');
call tally_private.admit('tally.roles', 'tally_lookup', 'select', 'true');

create table tally.invitations (
  organization_id text not null references tally.organizations (organization_id),
  invitation_id text not null,
  email bytea not null,
  roles text[] not null,
  code_hash bytea not null,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, invitation_id),
  unique (organization_id, code_hash)
);
call tally_private.guard('tally.invitations', '{
  "tally_app": "select, insert, update", "tally_consumer": "select, insert, update",
  "tally_platform": "select, insert, update"}');
call tally_private.admit('tally.invitations', 'tally_lookup', 'select', 'true');

create table tally.api_keys (
  organization_id text not null references tally.organizations (organization_id),
  api_key_id text not null,
  user_id text not null references tally.users (user_id),
  name bytea not null,
  secret_hash bytea not null,
  last_four text not null,
  -- Scopes within the creator's permissions; null means all that the creator holds.
  permissions text[],
  allowed_addresses text[],
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  -- The key that it was rotated from.
  replaces text,
  primary key (organization_id, api_key_id),
  unique (api_key_id)
);
call tally_private.guard('tally.api_keys', '{
  "tally_app": "select, insert, update", "tally_consumer": "select, insert, update",
  "tally_platform": "select, insert, update"}');
call tally_private.admit('tally.api_keys', 'tally_lookup', 'select, update', 'true');

-- Look-ups before the organization is known: each takes one secret's hash or one id and returns one row.

create function tally.find_api_key(id text, hash bytea) returns table (
  organization_id text, user_id text, permissions text[], allowed_addresses text[], expires_at timestamptz,
  revoked_at timestamptz, last_used_at timestamptz, state text, roles text[], custom_permissions text[],
  merchant boolean, consumer boolean, platform boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select k.organization_id, k.user_id, k.permissions, k.allowed_addresses, k.expires_at, k.revoked_at, k.last_used_at,
    m.state, m.roles,
    (select array_agg(p) from tally.roles as r, unnest(r.permissions) as p
      where r.organization_id = k.organization_id and r.role_id = any (m.roles)),
    o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.api_keys as k
  join tally.memberships as m on m.organization_id = k.organization_id and m.user_id = k.user_id
  join tally.organizations as o on o.organization_id = k.organization_id
  where k.api_key_id = id and k.secret_hash = hash and o.deleted_at is null
$$;

create function tally.touch_api_key(id text, hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update tally.api_keys set last_used_at = at where api_key_id = id and secret_hash = hash
$$;

create function tally.find_user_session(hash bytea) returns table (
  user_id text, session_id text, created_at timestamptz, seen_at timestamptz, expires_at timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.user_id, s.session_id, s.created_at, s.seen_at, s.expires_at, s.ended_at
  from tally.user_sessions as s where s.secret_hash = hash
$$;

create function tally.touch_user_session(hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update tally.user_sessions set seen_at = at where secret_hash = hash
$$;

-- One membership of a signed-in user; the caller has proved the session, whose user is the context's.
create function tally.find_membership(organization text, signed_in_at timestamptz) returns table (
  state text, roles text[], custom_permissions text[], merchant boolean, consumer boolean, platform boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.state, m.roles,
    (select array_agg(p) from tally.roles as r, unnest(r.permissions) as p
      where r.organization_id = m.organization_id and r.role_id = any (m.roles)),
    o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.memberships as m
  join tally.organizations as o on o.organization_id = m.organization_id
  where m.organization_id = organization and m.user_id = (select tally.current_user_id()) and o.deleted_at is null
    and m.acts_since <= signed_in_at
$$;

-- The memberships of the context's user; in the context of an organization, its own alone.
create function tally.list_own_memberships() returns table (organization_id text, state text, roles text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

create function tally.find_login(index bytea) returns table (user_id text, password_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.user_id, u.password_hash from tally.users as u where u.login_index = index
$$;

create function tally.find_invitation(id text, hash bytea) returns table (
  organization_id text, merchant boolean, consumer boolean, platform boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.organization_id, o.merchant_since is not null, o.consumer_since is not null, o.platform_since is not null
  from tally.invitations as i
  join tally.organizations as o on o.organization_id = i.organization_id
  where i.invitation_id = id and i.code_hash = hash and o.deleted_at is null
$$;

-- A managed consumer is founded by the merchant of the context, and belongs to that relation alone.
create function tally.found_managed_consumer(
  id text, sealed_profile bytea, seal_key bytea, index_key bytea, at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  merchant text := tally.current_org();
begin
  if merchant is null then raise exception 'no tenant context' using errcode = '42501'; end if;
  insert into tally.organizations (organization_id, consumer_since, managed_by, profile, created_at, updated_at)
  values (id, at, merchant, sealed_profile, at, at);
  insert into tally.data_keys (owner_id, purpose, version, wrapped)
  values (id, 'seal', 1, seal_key), (id, 'index', 1, index_key);
end $$;

-- Is this organization one that the merchant of the context may name as a consumer?
create function tally.find_managed_consumer(id text) returns table (organization_id text, profile bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.organization_id, o.profile from tally.organizations as o
  where o.organization_id = id and o.managed_by = (select tally.current_org()) and o.deleted_at is null
$$;

-- For the platform alone. The check stands inside, so a mistaken grant gives nothing away.
create function tally_private.assert_platform() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from tally.organizations as o
    where o.organization_id = tally.current_org() and o.platform_since is not null)
  then raise exception 'not the platform' using errcode = '42501'; end if;
end $$;
grant execute on function tally_private.assert_platform() to tally_lookup;

-- An organization with its keys and its owner: founded in its own first context, or by the platform. The only way an
-- organization that is not managed comes to be.
create function tally.found_organization(
  id text, kind text, sealed_profile bytea, name_index bytea, sold_in text[], wrapped_keys bytea[],
  owner_id text, owner_email bytea, owner_profile bytea, login bytea, password text, owner_keys bytea[],
  at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;

-- A full consumer that shall sell as well. Whom a merchant manages, or nobody knows, is not found.
create function tally.make_merchant(id text, name_index bytea, sold_in text[], at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;

-- The profile of a full consumer, for the platform that makes it a merchant.
create function tally.find_consumer(id text) returns table (profile bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  return query select o.profile from tally.organizations as o
  where o.organization_id = id and o.consumer_since is not null and o.managed_by is null and o.deleted_at is null;
end $$;

create function tally.list_merchants(named bytea, at_most int, skipped int) returns table (
  organization_id text, profile bytea, currencies text[], created_at timestamptz, updated_at timestamptz,
  fee_percent numeric, fee_fixed jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  return query select o.organization_id, o.profile, o.currencies, o.created_at, o.updated_at,
    t.fee_percent, t.fee_fixed
  from tally.organizations as o
  left join tally.merchant_terms as t on t.merchant_id = o.organization_id
  where o.merchant_since is not null and o.deleted_at is null and (named is null or o.name_index = named)
  order by o.created_at desc, o.organization_id desc limit at_most offset skipped;
end $$;

create function tally.count_merchants(named bytea) returns int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  return (select count(*) from tally.organizations as o
    where o.merchant_since is not null and o.deleted_at is null and (named is null or o.name_index = named));
end $$;

create function tally.find_merchant(id text) returns table (
  organization_id text, profile bytea, currencies text[], created_at timestamptz, updated_at timestamptz,
  fee_percent numeric, fee_fixed jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  return query select o.organization_id, o.profile, o.currencies, o.created_at, o.updated_at,
    t.fee_percent, t.fee_fixed
  from tally.organizations as o
  left join tally.merchant_terms as t on t.merchant_id = o.organization_id
  where o.organization_id = id and o.merchant_since is not null and o.deleted_at is null;
end $$;

create function tally.set_merchant_terms(merchant text, percent numeric, fixed jsonb, at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  insert into tally.merchant_terms (merchant_id, fee_percent, fee_fixed, updated_at)
  values (merchant, percent, fixed, at)
  on conflict (merchant_id) do update
    set fee_percent = excluded.fee_percent, fee_fixed = excluded.fee_fixed, updated_at = excluded.updated_at;
end $$;

create function tally.set_merchant_currencies(merchant text, sold_in text[], at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform tally_private.assert_platform();
  update tally.organizations as o set currencies = sold_in, updated_at = at
  where o.organization_id = merchant and o.merchant_since is not null;
end $$;

-- Ids of organizations, for what walks over all of them one by one (doctor, housekeeping).
create function tally.list_organizations(after text, at_most int) returns table (organization_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.organization_id from tally.organizations as o
  where o.organization_id > after order by o.organization_id limit at_most
$$;

-- Before any organization exists, the set-up asks whether there is a platform.
create function tally.has_platform() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from tally.organizations as o where o.platform_since is not null)
$$;

grant execute on function tally.find_api_key(text, bytea), tally.touch_api_key(text, bytea, timestamptz),
  tally.find_user_session(bytea), tally.touch_user_session(bytea, timestamptz), tally.find_membership(text, timestamptz),
  tally.find_login(bytea), tally.find_invitation(text, bytea) to tally_app;
grant execute on function tally.list_own_memberships() to tally_app, tally_consumer, tally_platform;
grant execute on function tally.found_organization(
    text, text, bytea, bytea, text[], bytea[], text, bytea, bytea, bytea, text, bytea[], timestamptz)
  to tally_app, tally_consumer, tally_platform;
grant execute on function tally.found_managed_consumer(text, bytea, bytea, bytea, timestamptz),
  tally.find_managed_consumer(text) to tally_app;
grant execute on function tally.make_merchant(text, bytea, text[], timestamptz), tally.find_consumer(text),
  tally.list_merchants(bytea, int, int), tally.count_merchants(bytea), tally.find_merchant(text),
  tally.set_merchant_terms(text, numeric, jsonb, timestamptz),
  tally.set_merchant_currencies(text, text[], timestamptz), tally.has_platform() to tally_platform;
grant execute on function tally.list_organizations(text, int) to tally_auditor, tally_worker;

do $$
declare
  f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc as p where p.pronamespace = 'tally'::regnamespace and p.prosecdef
    and p.proname in ('find_api_key', 'touch_api_key', 'find_user_session', 'touch_user_session', 'find_membership',
      'list_own_memberships', 'find_login', 'find_invitation', 'found_managed_consumer', 'find_managed_consumer',
      'found_organization', 'make_merchant', 'find_consumer', 'list_merchants', 'count_merchants', 'find_merchant',
      'set_merchant_terms', 'set_merchant_currencies', 'list_organizations', 'has_platform')
  loop
    execute format('alter function %s owner to tally_lookup', f);
  end loop;
end $$;
