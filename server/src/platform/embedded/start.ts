import type pg from 'pg'
import type { Log } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { readyCluster } from './cluster.ts'
import { makeClient, readyDatabase, serverUrl, takeHold } from './connect.ts'
import { type Postmaster, runPostmaster, stopPostmaster } from './postmaster.ts'
import { openSite, type Site, sentence } from './site.ts'

export type EmbeddedOptions = {
  readonly dataDir: string
  readonly log: Log
  /** Join the server of a Tallystick that is running, rather than refuse. For commands. */
  readonly shared?: boolean
  /** Without fsync: for tests alone. */
  readonly fast?: boolean
  /** Called when the server ended by itself and could not be started again. */
  readonly onLost?: (reason: unknown) => void
}

export type Embedded = {
  /** Superuser `tallystick`, database `tallystick`; stays the same when the server is restarted. */
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/**
 * Runs PostgreSQL in `dataDir`: makes the cluster when there is none, adopts a server that a
 * killed Tallystick left running, starts one otherwise, and starts it again should it crash.
 * Throws a Refusal, one sentence, when it cannot.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const site = await openSite(options.dataDir)
  try {
    await readyCluster(site)
  } catch (error) {
    throw sentence(error, site.root)
  }
  return superviseServer(site, options)
}

type Held = { readonly server: Postmaster; readonly client: pg.Client; readonly owner: boolean }

async function superviseServer(site: Site, options: EmbeddedOptions): Promise<Embedded> {
  const { log, onLost } = options
  let stopping = false
  let held = await hold(site, options)
  const { port } = held.server

  /** The launcher's own connection ends with the server: that is how we learn of a crash. */
  function watch({ client }: Held): void {
    client.once('end', () => {
      if (stopping) return
      log.warn({ pid: held.server.pid }, 'The embedded PostgreSQL ended by itself; starting it.')
      revived = revive()
    })
  }

  async function revive(): Promise<void> {
    try {
      held = await hold(site, options)
      if (held.server.port !== port) throw new Refusal(`Port ${port} was taken meanwhile.`)
      watch(held)
      log.info({ pid: held.server.pid }, 'The embedded PostgreSQL runs again.')
    } catch (error) {
      if (!stopping) onLost?.(error)
    }
  }

  let revived: Promise<void> = Promise.resolve()
  watch(held)
  return {
    url: serverUrl(site, port, 'tallystick'),
    get pid() {
      return held.server.pid
    },
    async stop() {
      if (stopping) return
      stopping = true
      await revived
      // Held until the server is gone, so that nobody adopts one that is about to end.
      if (held.owner) await stopPostmaster(site, held.server.pid)
      await held.client.end().catch(() => undefined)
    },
  }
}

async function hold(site: Site, options: EmbeddedOptions): Promise<Held> {
  const begun = performance.now()
  const server = await runPostmaster(site, options.fast ?? false)
  const client = makeClient(site, server.port)
  try {
    await client.connect()
    const other = await takeHold(client)
    if (other && !options.shared) throw alreadyRunning(site, other)
    await readyDatabase(client)
    const ms = Math.round(performance.now() - begun)
    const { pid, port, adopted } = server
    options.log.debug({ pid, port, adopted, ms }, 'The embedded PostgreSQL is up.')
    return { server, client, owner: other === undefined }
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

function alreadyRunning(site: Site, name: string): Refusal {
  const pid = name.replace(/\D/g, '')
  return new Refusal(
    `Another Tallystick${pid ? ` (process ${pid})` : ''} is running on ${site.root}: stop it first, or give this one a TALLY_DATA_DIR of its own.`,
  )
}
