-- Claims: a managed consumer becomes a full one, or its relation moves to one that there is.
grant create on schema tally to tally_lookup;

create table tally.claims (
  merchant_id text not null,
  claim_id text not null,
  customer_id text not null,
  -- The managed consumer that is claimed.
  consumer_id text not null,
  -- The address that the link went to: blind index under the merchant's key.
  email_index bytea not null,
  -- Null until its letter is written: the code stands there and nowhere else.
  code_hash bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  claimed_at timestamptz,
  claimed_by text,
  primary key (merchant_id, claim_id),
  unique (claim_id),
  foreign key (merchant_id, customer_id) references tally.customers
);
create index claims_of_customer on tally.claims (merchant_id, customer_id, created_at);
call tally_private.guard('tally.claims',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, update"}');
call tally_private.admit('tally.claims', 'tally_lookup', 'select', 'true');
call tally_private.admit('tally.customers', 'tally_lookup', 'select', 'true');

-- Whose claim it is that somebody has followed: by its id and the hash of its code.
create function tally.find_claim(id text, hash bytea) returns table (merchant_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.merchant_id from tally.claims as c where c.claim_id = id and c.code_hash = hash
$$;
grant execute on function tally.find_claim(text, bytea) to tally_app;
alter function tally.find_claim(text, bytea) owner to tally_lookup;

-- Whose page an address names: that of a claim looks as its merchant's other pages do.
drop function tally.find_page_owner(text);
create function tally.find_page_owner(id text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select merchant_id from tally.portal_links where portal_link_id = id
  union all
  select merchant_id from tally.payment_sessions where payment_session_id = id
  union all
  select merchant_id from tally.claims where claim_id = id
  limit 1
$$;
grant execute on function tally.find_page_owner(text) to tally_portal;
alter function tally.find_page_owner(text) owner to tally_lookup;

-- The user of the context takes a managed consumer over that has an open claim at the merchant of the context, and the
-- answer is the consumer that it belongs to from now on. That is the oldest one that the user owns; the managed one is
-- gone then. Who owns none, or none that is not a customer of this merchant already, becomes the owner of the managed
-- one, which nobody manages any more. No row when it is no managed consumer of this merchant (any more).
create function tally.claim_consumer(claim text, at timestamptz) returns table (consumer_id text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
grant execute on function tally.claim_consumer(text, timestamptz) to tally_app;
alter function tally.claim_consumer(text, timestamptz) owner to tally_lookup;

-- Pages of claims have a merchant, too.
drop function tally.find_page_owner(text);
create function tally.find_page_owner(id text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select merchant_id from tally.portal_links where portal_link_id = id
  union all
  select merchant_id from tally.payment_sessions where payment_session_id = id
  union all
  select merchant_id from tally.claims where claim_id = id
  limit 1
$$;
grant execute on function tally.find_page_owner(text) to tally_portal;
alter function tally.find_page_owner(text) owner to tally_lookup;
revoke create on schema tally from tally_lookup;
