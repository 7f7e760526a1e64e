import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Refusal } from '../refusal.ts'

/**
 * Roles that log in, one per kind of principal, so that each policy names its role. `tally_jobs` does the work of a job
 * in its organization; `tally_worker` hands jobs out and reads no rows, so that work cannot forge a job for another.
 */
export const loginRoles = [
  'tally_app',
  'tally_consumer',
  'tally_portal',
  'tally_platform',
  'tally_jobs',
  'tally_worker',
  'tally_auditor',
] as const
export type LoginRole = (typeof loginRoles)[number]

/** Roles that only own: the tables, the signed context, the look-ups. */
const owners = ['tally_owner', 'tally_context', 'tally_lookup'] as const

type Attributes = {
  rolname: string
  rolsuper: boolean
  rolbypassrls: boolean
  rolcanlogin: boolean
  rolcreaterole: boolean
  rolcreatedb: boolean
}

/** Makes the roles that are missing and gives the login roles their passwords. Runs as the administrator. */
export async function ensureRoles(
  admin: pg.Client,
  passwordOf: (role: LoginRole) => string,
): Promise<void> {
  const claim = claimOf(passwordOf)
  const held = await heldClaim(admin)
  if (held && held !== claim) {
    throw new Refusal(
      'The roles of this PostgreSQL server belong to another installation of Tallystick: give each a server of its own. Only if that one is gone, run: comment on role tally_owner is null',
    )
  }
  try {
    for (const role of owners) await ensureRole(admin, role, 'nologin')
    for (const role of loginRoles) {
      await ensureRole(admin, role, `login password ${admin.escapeLiteral(passwordOf(role))}`)
    }
    await admin.query(
      'grant tally_owner, tally_context, tally_lookup, tally_worker to current_user',
    )
    await admin.query(
      'grant tally_context, tally_lookup, tally_worker to tally_owner with inherit false',
    )
    if (!held) await admin.query(`comment on role tally_owner is ${admin.escapeLiteral(claim)}`)
  } catch (cause) {
    throw new Refusal(
      `The user of DATABASE_URL may not make the roles. An administrator must run: ${await remedy(admin)}`,
      { cause },
    )
  }
}

/**
 * Roles belong to the whole server, whichever the database: a second installation would change their passwords under
 * the first. So the first leaves a mark on them, which tells nothing of the passwords that it is made from.
 */
function claimOf(passwordOf: (role: LoginRole) => string): string {
  const passwords = loginRoles.map(passwordOf).join(' ')
  return `tallystick ${createHash('sha256').update(passwords).digest('hex')}`
}

async function heldClaim(admin: pg.Client): Promise<string | undefined> {
  const { rows } = await admin.query<{ claim: string | null }>(
    `select shobj_description(oid, 'pg_authid') as claim from pg_roles where rolname = 'tally_owner'`,
  )
  return rows[0]?.claim ?? undefined
}

/** The SQL that gives the user of DATABASE_URL what it lacks: the right to make roles, and those that others made. */
async function remedy(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ sql: string }>(
    `select concat_ws(' ', format('alter role %I createrole;', current_user),
       format('grant %s to %I with admin option;', string_agg(quote_ident(rolname), ', ' order by rolname), current_user)) as sql
     from pg_roles where rolname = any ($1)`,
    [[...loginRoles, ...owners]],
  )
  return rows[0]?.sql ?? ''
}

async function ensureRole(admin: pg.Client, role: string, login: string) {
  const { rows } = await admin.query<Pick<Attributes, 'rolcreatedb'>>(
    'select rolcreatedb from pg_roles where rolname = $1',
    [role],
  )
  const [known] = rows
  const verb = known ? 'alter' : 'create'
  // Who may not make databases may not take that right from a role either, not even from one that lacks it.
  const limits = known && !known.rolcreatedb ? 'nocreaterole' : 'nocreatedb nocreaterole'
  await decree(admin, `${verb} role ${role} ${login} noinherit ${limits}`)
  // A role may change its own settings; what was injected that way ends with the next start.
  await decree(admin, `alter role ${role} reset all`)
}

/** Roles belong to the whole server, and of two who change one at once PostgreSQL sends one away: to try again. */
async function decree(admin: pg.Client, statement: string, tries = 20): Promise<void> {
  try {
    await admin.query(statement)
  } catch (error) {
    if (tries === 1 || !/^tuple concurrently updated$/.test((error as Error).message)) throw error
    await sleep(5 + Math.random() * 20)
    await decree(admin, statement, tries - 1)
  }
}

/** The server does not start when one of its roles could see past row security. */
export async function assertRoles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Attributes>(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb
     from pg_roles where rolname = any ($1)`,
    [[...loginRoles, ...owners]],
  )
  const missing = [...loginRoles, ...owners].filter(
    (role) => !rows.some(({ rolname }) => rolname === role),
  )
  if (missing.length > 0) {
    throw new Refusal(`Database roles are missing: ${missing.join(', ')}. Run: tallystick migrate`)
  }
  await assertAlone(client)
  const tooStrong = rows.filter(
    (role) =>
      role.rolsuper ||
      role.rolbypassrls ||
      role.rolcreaterole ||
      role.rolcreatedb ||
      (role.rolcanlogin && owners.some((owner) => owner === role.rolname)),
  )
  if (tooStrong.length > 0) {
    const names = tooStrong.map(({ rolname }) => rolname).join(', ')
    throw new Refusal(`Database roles have rights that they must not have: ${names}.`)
  }
}

/** A role that was made a member of another could become it. */
async function assertAlone(client: pg.ClientBase) {
  const { rows } = await client.query<{ member: string; granted: string }>(
    `select m.rolname as member, g.rolname as granted from pg_auth_members as a
     join pg_roles as m on m.oid = a.member join pg_roles as g on g.oid = a.roleid
     where m.rolname = any ($1) limit 1`,
    [[...loginRoles]],
  )
  const [first] = rows
  if (first) {
    throw new Refusal(
      `The database role ${first.member} must not be a member of others. Run: revoke ${first.granted} from ${first.member}`,
    )
  }
}
