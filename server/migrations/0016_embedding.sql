-- What customers see of a merchant, what it lets them do, and where its pages may be framed.
grant create on schema tally to tally_lookup;

-- While there is no row, everything is as it is by default.
create table tally.portal_settings (
  merchant_id text primary key references tally.organizations (organization_id),
  -- #rrggbb as the merchant gave it; pages get shades of it that can be read.
  accent text,
  locale text not null check (locale in ('auto', 'en', 'de', 'fr')),
  theme text not null check (theme in ('auto', 'light', 'dark')),
  -- What links allow besides looking and paying.
  customer_permissions text[] not null,
  -- Sealed: the name that customers read, and where they find help.
  details bytea not null,
  updated_at timestamptz not null
);
call tally_private.guard('tally.portal_settings',
  '{"tally_app": "select, insert, update", "tally_portal": "select", "tally_jobs": "select"}');
call tally_private.admit('tally.portal_settings', 'tally_lookup', 'select', 'true');

-- Encoded anew by us, and public: whoever knows the hash of the picture may see it.
create table tally.logos (
  merchant_id text primary key references tally.organizations (organization_id),
  logo_hash text not null,
  picture bytea not null,
  created_at timestamptz not null
);
create index logos_by_hash on tally.logos (logo_hash);
call tally_private.guard('tally.logos',
  '{"tally_app": "select, insert, update, delete", "tally_portal": "select", "tally_jobs": "select"}');
call tally_private.admit('tally.logos', 'tally_lookup', 'select', 'true');

-- In the clear, as the header of every page says them.
create table tally.embed_origins (
  merchant_id text not null,
  embed_origin_id text not null,
  origin text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (merchant_id, embed_origin_id),
  unique (merchant_id, origin),
  foreign key (merchant_id) references tally.organizations (organization_id)
);
call tally_private.guard('tally.embed_origins',
  '{"tally_app": "select, insert, delete", "tally_jobs": "select"}');

-- Origins that tried to frame a page and may not. Few per merchant; the oldest make room.
create table tally.embed_refusals (
  merchant_id text not null,
  origin text not null,
  code text not null,
  attempts int not null,
  last_seen_at timestamptz not null,
  primary key (merchant_id, origin),
  foreign key (merchant_id) references tally.organizations (organization_id)
);
call tally_private.guard('tally.embed_refusals',
  '{"tally_app": "select, delete", "tally_jobs": "select, insert, update, delete"}');

alter table tally.portal_links add column last_used_at timestamptz;
create index portal_links_of_subscription on tally.portal_links (merchant_id, subscription_id, created_at);
grant update (last_used_at) on tally.portal_links to tally_jobs;

-- Whose page an address names: the id of a portal link or of a payment session, which is no secret.
create function tally.find_page_owner(id text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select merchant_id from tally.portal_links where portal_link_id = id
  union all
  select merchant_id from tally.payment_sessions where payment_session_id = id
  limit 1
$$;

create function tally.find_logo(hash text) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select picture from tally.logos where logo_hash = hash order by merchant_id limit 1
$$;

-- As before, but what the merchant does not let its customers do any more is gone from every session at once.
drop function tally.find_portal_session(bytea);
create function tally.find_portal_session(hash bytea) returns table (
  merchant_id text, portal_session_id text, kind text, subject_id text, customer_id text, permissions text[],
  seen_at timestamptz, expires_at timestamptz, revoked boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
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
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array['tally.find_page_owner(text)', 'tally.find_logo(text)',
    'tally.find_portal_session(bytea)']::regprocedure[]
  loop
    execute format('grant execute on function %s to tally_portal', f);
    execute format('alter function %s owner to tally_lookup', f);
  end loop;
end $$;
revoke create on schema tally from tally_lookup;
