import { type Config, readConfig } from '../config.ts'
import { openInstallation } from '../installation.ts'
import { openDatabase } from '../open-database.ts'
import { createLifecycle, type Lifecycle } from '../platform/lifecycle.ts'
import { assertFree } from '../platform/listen.ts'
import { createLog, type Log } from '../platform/log.ts'
import { readyPages } from '../platform/pages-build.ts'
import { Misuse } from '../platform/refusal.ts'
import { findSandboxKeys, firstOwnerFile, sandboxKeysFile } from '../sandbox-keys.ts'
import { seed } from '../seed.ts'
import { type Role, serve } from '../serving.ts'
import { welcome } from './welcome.ts'

/** Runs the server until it is told to stop. */
export async function run(args: readonly string[]): Promise<number> {
  const role = roleOf(args)
  const config = readConfig()
  const log = createLog(config.logLevel)
  const lifecycle = createLifecycle(log, config.shutdownSeconds * 1000)
  stopOnDefects(lifecycle, log)
  const starting = start(config, { role, log, lifecycle })
  // A stop that comes early waits for the start, to put away what that has opened.
  lifecycle.drain('start', () => starting.catch(() => undefined))
  try {
    await starting
  } catch (error) {
    // What a stop closed under a start that was under way is no failure of the start.
    if (lifecycle.stopping) return lifecycle.ended
    await lifecycle.stop('The start failed.', 1)
    throw error
  }
  return lifecycle.ended
}

type Starting = { readonly role: Role; readonly log: Log; readonly lifecycle: Lifecycle }

async function start(given: Config, { role, log, lifecycle }: Starting): Promise<void> {
  const answers = role !== 'worker'
  if (answers) await assertFree(given)
  const known = await findSandboxKeys(given.dataDir)
  const pages = answers ? readyPages(log) : Promise.resolve()
  // Built beside the database's start; a failure is heard where it is awaited.
  pages.catch(() => undefined)

  const onLost = (err: unknown) => {
    log.fatal({ err }, 'The embedded PostgreSQL ended and could not be started again.')
    void lifecycle.stop('The database is lost.', 1)
  }
  const { config, stop } = await openDatabase({ config: given, log, onLost })
  lifecycle.release('database', stop)
  const { databaseUrl, databaseDirectUrl: directUrl } = config
  const mayMigrate = role === 'all'
  const opening = { config, log, databaseUrl, directUrl, mayMigrate }
  const installation = await openInstallation(opening)
  lifecycle.release('connections', () => installation.close())
  const seeded = await seed(installation)
  await pages
  const running = await serve(installation, role)
  lifecycle.drain('requests and jobs', () => running.close())

  if (lifecycle.stopping || !running.address) return
  const keys = await findSandboxKeys(config.dataDir)
  process.stdout.write(
    welcome({
      config,
      address: running.address,
      keys,
      keysFile: sandboxKeysFile(config.dataDir),
      firstStart: known === undefined,
      firstOwner:
        seeded && config.mode === 'live'
          ? { email: seeded.platform.email, file: firstOwnerFile(config.dataDir) }
          : undefined,
      seconds: process.uptime(),
    }),
  )
}

function roleOf(args: readonly string[]): Role {
  const [role = 'all', ...rest] = args
  if (rest.length === 0 && (role === 'all' || role === 'http' || role === 'worker')) return role
  throw new Misuse('start takes http, worker or all, and nothing else.')
}

/** A defect nobody caught leaves the process in a state that nobody knows: it must not go on. */
function stopOnDefects(lifecycle: Lifecycle, log: Log): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (err: unknown) => {
      log.fatal({ err }, 'A defect; stopping.')
      void lifecycle.stop('A defect.', 1)
    })
  }
}
