import { readConfig } from '../config.ts'
import { openInstallation } from '../installation.ts'
import { openDatabase } from '../open-database.ts'
import { createLog } from '../platform/log.ts'

/** Brings roles and schema to where this release needs them, for an operator who starts apart. */
export async function run(): Promise<number> {
  const log = createLog(readConfig().logLevel)
  const { config, stop } = await openDatabase({ config: readConfig(), log, shared: true })
  try {
    const { databaseUrl, databaseDirectUrl: directUrl } = config
    const installation = await openInstallation({
      config,
      log,
      databaseUrl,
      directUrl,
      mayMigrate: true,
    })
    await installation.close()
    process.stdout.write('The database is at the version of this release.\n')
    return 0
  } finally {
    await stop()
  }
}
