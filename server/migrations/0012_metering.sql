-- Metering: what customers used, as events report it.
--
-- The way of an event: its key (once in 35 days), its payload in a segment, what meters read of it in meter_readings.
-- meter_tail names the batches of readings that no total holds yet; a fold adds them to meter_totals within a second and
-- takes their name off the tail in the same transaction. So one statement sees each reading exactly once:
-- totals + readings of batches on the tail.
grant create on schema tally to tally_lookup;

-- One way in which a metric reads events; ingestion applies all that are not retired. A metric whose way changes gets a
-- further meter, which reads what there is already (meter_backfills) and replaces the older one when it is ready.
-- A metric's figure = the totals of its ready, unretired meter + those under the metric's own uuid, which has no row
-- here: quantities that were reported as instant usage. Billing after the period reads the former alone.
create table tally.meters (
  merchant_id text not null,
  meter_id uuid not null,
  billable_metric_id text not null,
  aggregation text not null check (aggregation in ('SUM', 'COUNT', 'AVG', 'MIN', 'MAX', 'UNIQUE_COUNT', 'LATEST')),
  event_type text not null,
  value_property text,
  -- Paths by the name of their dimension.
  group_by jsonb,
  -- Events that happened before are not read.
  event_from timestamptz,
  created_at timestamptz not null,
  -- Null while it still reads what had come before it.
  ready_at timestamptz,
  retired_at timestamptz,
  primary key (merchant_id, meter_id)
);
create index meters_of_type on tally.meters (merchant_id, event_type) where retired_at is null;
create index meters_of_metric on tally.meters (merchant_id, billable_metric_id);
call tally_private.guard('tally.meters', '{"tally_app": "select, insert, update",
  "tally_jobs": "select, insert, update", "tally_portal": "select"}');

-- Keys of events, in windows of 36 days by the database's clock: floor(epoch / 36 days). A key is looked for in this
-- window and the last, so it is unique for 36 to 72 days. The key: 128 bits of HMAC(the merchant's key, idempotency key).
create table tally.event_keys (
  merchant_id text not null,
  win int not null,
  key uuid not null,
  event_id uuid not null,
  primary key (merchant_id, key, win)
) partition by list (win);
call tally_private.guard('tally.event_keys', '{"tally_app": "select, insert, delete", "tally_jobs": "select, insert, delete"}');

-- The payloads of one flush: zstd, then sealed. Ids of events are made from that of their segment: the last 12 bits are
-- the line, all before them the segment. So the segment of an event is the greatest segment_id that is not greater than
-- the event's id, and that stays so when neighbours are merged: parts of a body keep the ids that they came with.
create table tally.event_segments (
  merchant_id text not null,
  segment_id uuid not null,
  received_at timestamptz not null,
  events int not null,
  -- The types in it, each once: who looks for one type opens no other segment.
  types text[] not null,
  -- The meters that have read it. A backfill skips those that name its meter: then it does nothing twice.
  meters uuid[] not null,
  body bytea not null,
  primary key (merchant_id, segment_id)
);
alter table tally.event_segments alter column body set storage external;
call tally_private.guard('tally.event_segments',
  '{"tally_app": "select, insert", "tally_jobs": "select, insert, update, delete"}');

-- What meters read of an event: position n of meters, amounts, marks and dims belongs together. Partitioned by arrival.
-- Of one event there may be several rows (a backfill, a replay), each with meters of its own.
-- Who reads a meter: where meters @> is not leakproof, so by subject_id and happened_at (or happened_at alone), and then
-- unnest(meters, amounts, marks) with ordinality, dims -> (ordinality - 1).
create table tally.meter_readings (
  merchant_id text not null,
  received_on date not null,
  -- What was written together: a segment's id, or one of its own.
  batch_id uuid not null,
  event_id uuid not null,
  -- The digits of the customer's id; or of an external_subjects row, when nobody had that external id.
  subject_id uuid not null,
  happened_at timestamptz not null,
  meters uuid[] not null,
  -- Null for COUNT and UNIQUE_COUNT.
  amounts numeric[] not null,
  -- For UNIQUE_COUNT, 128 bits of HMAC(the merchant's key, JSON text of the value); else null.
  marks uuid[] not null,
  -- An array of objects, dimension to text, or of nulls; null when no meter has dimensions.
  dims jsonb,
  -- 128 bits of HMAC(the merchant's key, what the sender wrote), as seals.index('meter_readings', column, text): the list
  -- of events looks for them. Null where the sender wrote nothing.
  external_id uuid,
  external_subject uuid,
  primary key (merchant_id, batch_id, event_id, received_on)
) partition by range (received_on);
create index meter_readings_of_external_id on tally.meter_readings (merchant_id, external_id)
  where external_id is not null;
create index meter_readings_of_external_subject on tally.meter_readings (merchant_id, external_subject, happened_at)
  where external_subject is not null;
create index meter_readings_of_subject on tally.meter_readings (merchant_id, subject_id, happened_at);
create index meter_readings_by_time on tally.meter_readings (merchant_id, happened_at);
call tally_private.guard('tally.meter_readings', '{"tally_app": "select, insert", "tally_jobs": "select, insert, delete"}');

-- Batches of readings that are not in the totals yet.
create table tally.meter_tail (
  merchant_id text not null,
  batch_id uuid not null,
  received_on date not null,
  primary key (merchant_id, batch_id)
);
call tally_private.guard('tally.meter_tail', '{"tally_app": "select, insert",
  "tally_jobs": "select, insert, delete", "tally_portal": "select"}');
call tally_private.admit('tally.meter_tail', 'tally_lookup', 'select', 'true');

-- Folded readings: per meter, hour, day and month (UTC), for each subject and for all together (the nil uuid), over all
-- dimensions (the nil uuid as dims_id) and for each combination of them (detail). Any range is a few buckets of each
-- grain, cut edges come from meter_readings.
--   one subject:     probe its buckets: bucket = any (…) and subject_id = …
--   by subject:      detail = false, a range of buckets, subject_id <> nil
--   by dimensions:   detail = true, subject_id = nil or a subject's; dims says which
create table tally.meter_totals (
  merchant_id text not null,
  meter_id uuid not null,
  grain text not null check (grain in ('hour', 'day', 'month')),
  detail boolean not null,
  bucket timestamptz not null,
  subject_id uuid not null,
  -- md5 of the text of dims.
  dims_id uuid not null,
  dims jsonb,
  events bigint not null,
  sum numeric not null,
  min numeric,
  max numeric,
  -- Of the greatest happened_at and, among those, the greatest event_id: ids grow with arrival.
  latest numeric,
  latest_at timestamptz,
  latest_event uuid,
  -- How many marks this bucket has in meter_marks. Over several buckets they have to be counted there.
  distincts bigint not null,
  -- Real time, read after the snapshot that saw the newest reading: what comes later than an earlier answer's snapshot
  -- has a greater one. With the tail and external_subjects.linked_at it tells whether an answer may have changed.
  touched_at timestamptz not null,
  primary key (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id)
) with (fillfactor = 70);
call tally_private.guard('tally.meter_totals',
  '{"tally_app": "select", "tally_jobs": "select, insert, update, delete"}');

-- The different values of UNIQUE_COUNT, once per bucket of meter_totals. Exact: hashes of 128 bits, no sketch.
create table tally.meter_marks (
  merchant_id text not null,
  meter_id uuid not null,
  grain text not null check (grain in ('hour', 'day', 'month')),
  detail boolean not null,
  bucket timestamptz not null,
  subject_id uuid not null,
  dims_id uuid not null,
  mark uuid not null,
  primary key (merchant_id, meter_id, grain, detail, bucket, subject_id, dims_id, mark)
);
call tally_private.guard('tally.meter_marks', '{"tally_app": "select", "tally_jobs": "select, insert, update, delete"}');

-- Which batches wait to be folded, of every merchant: one index probe each. The folding runs inside each merchant.
create function tally.list_meters_to_fold() returns table (merchant_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive merchants as (
    (select t.merchant_id from tally.meter_tail as t order by t.merchant_id limit 1)
    union all
    select (select t.merchant_id from tally.meter_tail as t where t.merchant_id > m.merchant_id
      order by t.merchant_id limit 1)
    from merchants as m where m.merchant_id is not null
  )
  select m.merchant_id from merchants as m where m.merchant_id is not null
$$;
grant execute on function tally.list_meters_to_fold() to tally_worker;
alter function tally.list_meters_to_fold() owner to tally_lookup;

-- External subjects that nobody bore when their events came. The first customer who bears one gets it, and with it all
-- of those events; what comes later for the same name, when nobody bears it again, gets a row of its own.
-- A customer's subjects: its own digits, and the rows here that name it.
create table tally.external_subjects (
  merchant_id text not null,
  subject_id uuid not null,
  -- As customers.external_id_index.
  external_index bytea not null,
  customer_id text,
  -- Real time, as touched_at above.
  linked_at timestamptz,
  primary key (merchant_id, subject_id),
  check (customer_id is null or linked_at is not null)
);
create unique index external_subject_known on tally.external_subjects (merchant_id, external_index)
  where customer_id is null;
create index external_subjects_of_customer on tally.external_subjects (merchant_id, customer_id)
  where customer_id is not null;
call tally_private.guard('tally.external_subjects',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

-- A link shows what its customer used.
call tally_private.admit('tally.external_subjects', 'tally_portal', 'select',
  'merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())');
do $$
declare
  read text;
begin
  foreach read in array array['meter_readings', 'meter_totals', 'meter_marks'] loop
    call tally_private.admit(('tally.' || read)::regclass, 'tally_portal', 'select',
      $rule$merchant_id = (select tally.current_org()) and (
        subject_id = (select split_part(tally.current_customer(), '_', 2)::uuid)
        or subject_id in (select s.subject_id from tally.external_subjects as s))$rule$);
  end loop;
end $$;

-- Events that count nowhere until somebody looks: of a type that nothing reads (unmatched), with a value that does not
-- fit a meter (rejected; one row per event and meter), or too late to be billed (unbilled).
create table tally.event_inbox (
  merchant_id text not null,
  inbox_event_id text not null,
  kind text not null check (kind in ('unmatched', 'rejected', 'unbilled')),
  event_type text not null,
  -- Which meter could not read it, and why; or the metric that could not bill it.
  billable_metric_id text,
  reason text not null,
  -- Unmatched events were refused: they have no id, and their payload is here, sealed, not in a segment.
  event_id uuid,
  -- As event_keys.key: a refused event is kept once, however often it is sent.
  key uuid,
  -- Without a key from its sender, a refused event cannot be replayed: it could be sent again, and count twice.
  replayable boolean not null,
  details bytea,
  created_at timestamptz not null,
  state text not null check (state in ('open', 'replayed', 'discarded')),
  settled_at timestamptz,
  primary key (merchant_id, inbox_event_id)
);
create unique index event_inbox_once on tally.event_inbox
  (merchant_id, kind, key, billable_metric_id) nulls not distinct where key is not null and state = 'open';
create index event_inbox_newest on tally.event_inbox (merchant_id, created_at desc, inbox_event_id desc)
  where state = 'open';
create index event_inbox_of_type on tally.event_inbox (merchant_id, event_type, inbox_event_id)
  where state = 'open';
call tally_private.guard('tally.event_inbox',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

-- How far a new meter has come in reading the segments that were there before it. Ingestion holds the shared advisory
-- lock hashtextextended('meters ' || merchant_id, 0) to its commit; who makes a meter takes it exclusively, so that
-- every segment either names the meter or is there, to be found, when the backfill begins.
create table tally.meter_backfills (
  merchant_id text not null,
  meter_id uuid not null,
  segments bigint not null,
  segments_read bigint not null default 0,
  events_read bigint not null default 0,
  -- The last segment that was read; null at the beginning.
  cursor uuid,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (merchant_id, meter_id)
);
call tally_private.guard('tally.meter_backfills',
  '{"tally_app": "select, insert, update", "tally_jobs": "select, insert, update"}');

-- Makes the partitions of the coming weeks. They stand in tally_private and bear no grants: rows are reached through
-- their parents alone. Attached, not created in place, so that nobody who writes has to wait.
create procedure tally_private.add_partition(parent regclass, part name, bounds text)
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_regclass(format('tally_private.%I', part)) is not null then return; end if;
  execute format('create table tally_private.%I (like %s including defaults including constraints)', part, parent);
  execute format('alter table tally_private.%I enable row level security', part);
  execute format('alter table tally_private.%I force row level security', part);
  execute format('create policy own on tally_private.%I for all using (merchant_id = (select tally.current_org()))
    with check (merchant_id = (select tally.current_org()))', part);
  execute format('alter table %s attach partition tally_private.%I for values %s', parent, part, bounds);
end $$;

create function tally.prepare_partitions() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
grant execute on function tally.prepare_partitions() to tally_worker;
select tally.prepare_partitions();
revoke create on schema tally from tally_lookup;
