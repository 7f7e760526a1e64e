import type { Permission } from '@tallystick/contract/permissions.ts'
import type { ProviderAccount } from '@tallystick/core/ledger/accounts.ts'
import { sql } from 'kysely'
import type { Actor, Ctx, Job, Keys } from './ctx.ts'
import type { Scope } from './db/context.ts'
import type { Db } from './db/db.ts'
import type { LoginRole } from './db/roles.ts'
import { type Database, within } from './db/transaction.ts'
import { atTime } from './due/time.ts'
import type { Keyring, WrappedKey } from './keys/keyring.ts'
import type { Seals } from './keys/seals.ts'

/** What every unit of work needs, whoever asks for it. One per process. */
export type Workspace = {
  readonly database: Database
  readonly keyring: Keyring
  readonly clock: () => Temporal.Instant
  readonly mode: 'sandbox' | 'live'
  readonly collector: ProviderAccount
  readonly publicUrl: string
}

/** As whom a transaction runs. The role is that of the kind of principal, never chosen by a request. */
export type Principal = {
  readonly role: LoginRole
  readonly scope: Scope
  readonly actor: Actor
  readonly permissions: ReadonlySet<Permission>
  /** Runs on connections that keep the plans of named statements; see platform/db/pools.ts. */
  readonly planned?: true
}

/** Opens a transaction for a principal and hands its context to the work; commits when the work returns. */
export function transact<T>(
  workspace: Workspace,
  principal: Principal,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { database, keyring, mode, collector, publicUrl } = workspace
  return within(database, principal, async (db) => {
    const keys = keysIn(db, keyring)
    const organizationId = principal.scope.organizationId ?? ''
    const seals = organizationId ? await sealsFor(keys, organizationId) : noSeals
    const now = workspace.clock()
    const base = {
      organizationId,
      actor: principal.actor,
      permissions: principal.permissions,
      db,
      realNow: now,
      seals,
      keyring: keys,
      mode,
      collector,
      publicUrl,
      enqueue: (job: Job) => enqueue(db, { dueAt: now, ...job }),
    }
    return work(atTime(base, { now, testClockId: undefined, lane: undefined }))
  })
}

/** The system's own hand in an organization: jobs, webhooks of providers, payments from the checkout page. */
export function systemIn(organizationId: string, id: string): Principal {
  return {
    role: 'tally_jobs',
    scope: { organizationId },
    actor: { kind: 'system', id },
    permissions: new Set(),
  }
}

/** Who writes for all the keys of a merchant together: the edge has found that each of them may. */
export function writerFor(organizationId: string, id: string, permission: Permission): Principal {
  return {
    role: 'tally_app',
    scope: { organizationId },
    actor: { kind: 'system', id },
    permissions: new Set([permission]),
    planned: true,
  }
}

/** An organization that is being founded in this very transaction has no keys to read yet. */
async function sealsFor(keys: Keys, organizationId: string): Promise<Seals> {
  return keys.of(organizationId).catch((error: unknown) => {
    if (error instanceof NoKeys) return noSeals
    throw error
  })
}

class NoKeys extends Error {
  override readonly name = 'NoKeys'
}

const refuseSeals = (): never => {
  throw new Error('this transaction has no organization whose seals it could use')
}
const noSeals: Seals = {
  ownerId: '',
  seal: refuseSeals,
  open: refuseSeals,
  sealBytes: refuseSeals,
  openBytes: refuseSeals,
  index: refuseSeals,
}

function keysIn(db: Db, keyring: Keyring): Keys {
  const read = async (ownerId: string) => {
    const { rows } = await sql<WrappedKey>`
      select purpose, version, wrapped from tally.read_keys(${ownerId})`.execute(db)
    if (rows.length === 0) throw new NoKeys(`there are no data keys of ${ownerId}`)
    return rows
  }
  return { of: (ownerId) => keyring.of(ownerId, () => read(ownerId)), found: keyring.found }
}

async function enqueue(db: Db, { task, payload, dueAt, key }: Job) {
  await sql`select tally.enqueue(${task}, ${JSON.stringify(payload)}, ${dueAt}, ${key ?? null})`.execute(
    db,
  )
}
