-- Jobs are enqueued through this function alone. It takes the organization from the context, never from an argument:
-- a forged job would be a way out. graphile_worker belongs to tally_worker and is migrated before this file runs.
grant create on schema tally to tally_worker;
create function tally.enqueue(task text, payload json, due_at timestamptz, job_key text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization text := tally.current_org();
begin
  if organization is null then raise exception 'no tenant context' using errcode = '42501'; end if;
  perform graphile_worker.add_job(task,
    json_build_object('organizationId', organization, 'payload', payload),
    run_at => due_at,
    job_key => case when job_key is null then null else task || ':' || organization || ':' || job_key end);
end $$;
grant execute on function tally.enqueue(text, json, timestamptz, text) to
  tally_app, tally_consumer, tally_platform, tally_jobs;
alter function tally.enqueue(text, json, timestamptz, text) owner to tally_worker;
revoke create on schema tally from tally_worker;
