import type pg from 'pg'

/**
 * The schema as it is today, as text to read and to diff: tables with columns and constraints, indexes, policies,
 * triggers, grants and functions, each in a fixed order. It is not meant to be run; the migrations are.
 */
export async function schemaText(client: pg.ClientBase): Promise<string> {
  const parts: string[] = [
    '-- The schema of a migrated database, printed by `npm run gen`. Do not edit.',
  ]
  for (const table of await texts(client, tablesSql)) parts.push(await tableText(client, table))
  for (const text of await texts(client, functionsSql)) parts.push(`${text.trimEnd()};`)
  parts.push((await texts(client, functionGrantsSql)).join('\n'))
  return `${parts.join('\n\n')}\n`
}

async function tableText(client: pg.ClientBase, table: string): Promise<string> {
  const columns = await texts(client, columnsSql, [table])
  const constraints = await texts(client, constraintsSql, [table])
  const after = await texts(client, afterTableSql, [table])
  const body = [...columns, ...constraints].map((line) => `  ${line}`).join(',\n')
  return [`create table ${table} (\n${body}\n);`, ...after].join('\n')
}

async function texts(client: pg.ClientBase, sql: string, values: string[] = []): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(sql, values)
  return rows.map(({ text }) => text)
}

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as text
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname in ('tally', 'tally_private') and c.relkind in ('r', 'p') and not c.relispartition
  order by n.nspname, c.relname`

const columnsSql = `
  select concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' end,
    case when a.attidentity = 'a' then 'generated always as identity'
      when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end) as text
  from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
  order by a.attnum`

const constraintsSql = `
  select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as text
  from pg_constraint where conrelid = $1::regclass and contype <> 'n' order by contype, conname`

const afterTableSql = `
  with t as (select c.oid, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence, c.relowner, c.relacl, c.reloptions
    from pg_class as c where c.oid = $1::regclass),
  line (rank, text) as (
    select 0, format('-- owner %s%s%s', pg_get_userbyid(relowner),
      case relpersistence when 'u' then ', unlogged' else '' end,
      case when reloptions is null then '' else ', ' || array_to_string(reloptions, ', ') end) from t
    union all select 1, pg_get_indexdef(i.indexrelid) || ';' from t join pg_index as i on i.indrelid = t.oid
      where not exists (select from pg_constraint as k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
    union all select 2, format('alter table %s enable row level security;', $1::text) from t where relrowsecurity
    union all select 3, format('alter table %s force row level security;', $1::text) from t where relforcerowsecurity
    union all select 4, format('create policy %I on %s for %s to %s using (%s) with check (%s);', policyname, $1::text,
      lower(cmd), array_to_string(roles, ', '), coalesce(qual, '-'), coalesce(with_check, '-'))
      from pg_policies where format('%I.%I', schemaname, tablename) = $1::text
    union all select 5, pg_get_triggerdef(g.oid) || ';' from t join pg_trigger as g on g.tgrelid = t.oid
      where not g.tgisinternal
    union all select 6, format('grant %s on %s to %s;',
      string_agg(lower(a.privilege_type), ', ' order by a.privilege_type), $1::text,
      case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end)
      from t cross join aclexplode(t.relacl) as a where a.grantee <> t.relowner group by a.grantee)
  select text from line order by rank, text`

const functionsSql = `
  select pg_get_functiondef(p.oid) || '-- owner ' || pg_get_userbyid(p.proowner) as text
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
  where n.nspname in ('tally', 'tally_private')
  order by n.nspname, p.proname, p.oid::regprocedure::text`

const functionGrantsSql = `
  select format('grant execute on function %s to %s;', p.oid::regprocedure,
    string_agg(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ', '
      order by a.grantee::regrole::text)) as text
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
  cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
  where n.nspname in ('tally', 'tally_private') and a.grantee <> p.proowner
  group by p.oid order by p.oid::regprocedure::text`
