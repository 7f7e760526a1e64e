create table tally.portal_links (
  merchant_id text not null,
  portal_link_id text not null,
  subscription_id text not null,
  customer_id text not null,
  code_hash bytea not null,
  permissions text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (merchant_id, portal_link_id),
  unique (portal_link_id),
  foreign key (merchant_id, subscription_id) references tally.subscriptions
);
call tally_private.guard('tally.portal_links', '{"tally_app": "select, insert, update", "tally_jobs": "select"}');
call tally_private.admit('tally.portal_links', 'tally_lookup', 'select', 'true');

-- A link or a checkout address exchanged: bound to what it named, idle after 15 minutes, over after 8 hours.
create table tally.portal_sessions (
  merchant_id text not null,
  portal_session_id text not null,
  kind text not null check (kind in ('portal', 'checkout')),
  portal_link_id text,
  -- The subscription of a portal session, the payment session of a checkout.
  subject_id text not null,
  customer_id text,
  permissions text[] not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (merchant_id, portal_session_id),
  unique (token_hash)
);
create index portal_sessions_ended on tally.portal_sessions (merchant_id, expires_at);
call tally_private.guard('tally.portal_sessions', '{"tally_jobs": "select, insert, delete"}');
call tally_private.admit('tally.portal_sessions', 'tally_lookup', 'select, update', 'true');

create function tally.find_portal_link(id text) returns table (
  merchant_id text, subscription_id text, customer_id text, code_hash bytea, permissions text[],
  expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.merchant_id, l.subscription_id, l.customer_id, l.code_hash, l.permissions, l.expires_at, l.revoked_at
  from tally.portal_links as l where l.portal_link_id = id
$$;

create function tally.find_portal_session(hash bytea) returns table (
  merchant_id text, portal_session_id text, kind text, subject_id text, customer_id text, permissions text[],
  seen_at timestamptz, expires_at timestamptz, revoked boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.merchant_id, s.portal_session_id, s.kind, s.subject_id, s.customer_id, s.permissions, s.seen_at, s.expires_at,
    exists (select from tally.portal_links as l where l.merchant_id = s.merchant_id
      and l.portal_link_id = s.portal_link_id and l.revoked_at is not null)
  from tally.portal_sessions as s where s.token_hash = hash
$$;

create function tally.touch_portal_session(hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update tally.portal_sessions set seen_at = at where token_hash = hash
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['tally.find_portal_link(text)', 'tally.find_portal_session(bytea)',
    'tally.touch_portal_session(bytea, timestamptz)']::regprocedure[]
  loop
    execute format('grant execute on function %s to tally_portal', f);
    execute format('alter function %s owner to tally_lookup', f);
  end loop;
end $$;
revoke create on schema tally from tally_lookup;
