import type { Config } from './config.ts'
import { makeFolder, sentence } from './platform/embedded/site.ts'
import { startEmbedded } from './platform/embedded/start.ts'
import type { Log } from './platform/log.ts'

/** A configuration in which the database is known, whoever runs it. */
export type ConfigWithDatabase = Config & {
  readonly databaseUrl: string
  readonly databaseDirectUrl: string
}

export type OpenDatabase = {
  readonly config: ConfigWithDatabase
  readonly stop: () => Promise<void>
}

type OpenDatabaseOptions = {
  readonly config: Config
  readonly log: Log
  /** For commands: join the embedded server of a Tallystick that is running. */
  readonly shared?: boolean
  readonly onLost?: (reason: unknown) => void
}

/** The database of DATABASE_URL, else the embedded one, started when nobody runs it yet. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { config, log, shared = false, onLost } = options
  const { databaseUrl, dataDir } = config
  if (databaseUrl) {
    await makeFolder(dataDir).catch((error) => {
      throw sentence(error, dataDir)
    })
    const databaseDirectUrl = config.databaseDirectUrl ?? databaseUrl
    return { config: { ...config, databaseUrl, databaseDirectUrl }, stop: async () => undefined }
  }
  const server = await startEmbedded({ dataDir, log, shared, ...(onLost ? { onLost } : {}) })
  return {
    config: Object.freeze({ ...config, databaseUrl: server.url, databaseDirectUrl: server.url }),
    stop: () => server.stop(),
  }
}
