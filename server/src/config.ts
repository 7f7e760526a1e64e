import { resolve } from 'node:path'
import { type Setting, setting } from './config-setting.ts'
import { type StripeConfig, stripeConfig, stripeSettings } from './config-stripe.ts'
import {
  addressList,
  flag,
  integer,
  maskAll,
  maskPassword,
  oneOf,
  path,
  postgresUrl,
  secret,
  smtpUrl,
  text,
  webUrl,
} from './config-values.ts'
import { Refusal } from './platform/refusal.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Every variable the program reads. What is not here is not read anywhere. */
const settings = {
  databaseUrl: setting({
    name: 'DATABASE_URL',
    describe: 'A PostgreSQL 16 or later of your own; without it, Tallystick runs one itself.',
    parse: postgresUrl,
    fallback: undefined,
    shownDefault: 'embedded PostgreSQL',
    mask: maskPassword,
  }),
  databaseDirectUrl: setting({
    name: 'DATABASE_DIRECT_URL',
    describe: 'The same database without a pooler in between, for jobs and migrations.',
    parse: postgresUrl,
    fallback: undefined,
    shownDefault: 'DATABASE_URL',
    mask: maskPassword,
  }),
  keystoreUrl: setting({
    name: 'TALLY_KEYSTORE_URL',
    describe: 'A second PostgreSQL database for the wrapped organization keys.',
    parse: postgresUrl,
    fallback: undefined,
    shownDefault: 'a folder in TALLY_DATA_DIR',
    mask: maskPassword,
  }),
  dataDir: setting({
    name: 'TALLY_DATA_DIR',
    describe: 'Where the embedded database, the keys and the key store live.',
    parse: path,
    fallback: process.getuid?.() === 0 ? '/var/lib/tallystick' : resolve('.tallystick'),
    shownDefault: '/var/lib/tallystick as root, else ./.tallystick',
  }),
  rootKeyFile: setting({
    name: 'TALLY_ROOT_KEY_FILE',
    describe: 'The file with the root key that wraps all others (mode 0600). Back it up apart.',
    parse: path,
    fallback: undefined,
    shownDefault: 'root.key in TALLY_DATA_DIR',
  }),
  mode: setting({
    name: 'TALLY_MODE',
    describe: 'sandbox: test cards and a seeded merchant; live: real money.',
    parse: oneOf('sandbox', 'live'),
    fallback: 'sandbox',
  }),
  host: setting({
    name: 'TALLY_HOST',
    describe: 'The address to listen on; 0.0.0.0 for all.',
    parse: text,
    fallback: '127.0.0.1',
  }),
  port: setting({
    name: 'TALLY_PORT',
    describe: 'The port of the API and the pages.',
    parse: integer(1, 65_535),
    fallback: 4600,
  }),
  trustedProxies: setting({
    name: 'TALLY_TRUSTED_PROXIES',
    describe:
      'Whose X-Forwarded-For is believed: addresses and networks, with commas between them.',
    parse: addressList,
    fallback: 'loopback',
  }),
  publicUrl: setting({
    name: 'TALLY_PUBLIC_URL',
    describe: 'How the outside reaches this installation; links to pages begin with it.',
    parse: webUrl,
    fallback: undefined,
    shownDefault: 'http://localhost:TALLY_PORT',
  }),
  metricsPort: setting({
    name: 'TALLY_METRICS_PORT',
    describe: 'A port of its own for /metrics, on TALLY_HOST.',
    parse: integer(1, 65_535),
    fallback: undefined,
    shownDefault: 'the main port, for loopback callers or with TALLY_METRICS_TOKEN',
  }),
  metricsToken: setting({
    name: 'TALLY_METRICS_TOKEN',
    describe: 'The bearer token that opens /metrics to callers from elsewhere.',
    parse: secret(16),
    fallback: undefined,
    shownDefault: 'none',
    mask: maskAll,
  }),
  logLevel: setting({
    name: 'TALLY_LOG_LEVEL',
    describe: 'The least important line that is logged.',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
  }),
  smtpUrl: setting({
    name: 'TALLY_SMTP_URL',
    describe: 'The mail server, as smtps://user:password@host:465; without it, mails are kept.',
    parse: smtpUrl,
    fallback: undefined,
    mask: maskPassword,
  }),
  mailFrom: setting({
    name: 'TALLY_MAIL_FROM',
    describe: 'The address that mails come from; their names are those of the merchants.',
    parse: text,
    fallback: 'billing@localhost',
  }),
  ...stripeSettings,
  openSignup: setting({
    name: 'TALLY_OPEN_SIGNUP',
    describe: 'Whether anyone may create a merchant or consumer organization.',
    parse: flag,
    fallback: false,
    shownDefault: 'off',
  }),
  poolSize: setting({
    name: 'TALLY_POOL_SIZE',
    describe: 'Database connections per pool and process.',
    parse: integer(1, 500),
    fallback: 8,
  }),
  shutdownSeconds: setting({
    name: 'TALLY_SHUTDOWN_SECONDS',
    describe: 'How long a stop waits for running requests and jobs.',
    parse: integer(0, 3600),
    fallback: 20,
  }),
  clientUrl: setting({
    name: 'TALLY_URL',
    describe: 'The installation that client commands (usage import, demo) talk to.',
    parse: webUrl,
    fallback: undefined,
    shownDefault: 'TALLY_PUBLIC_URL',
  }),
  clientKey: setting({
    name: 'TALLY_KEY',
    describe: 'The API key that client commands use.',
    parse: text,
    fallback: undefined,
    shownDefault: 'none',
    mask: maskAll,
  }),
}

type Read = {
  readonly [Key in keyof typeof settings]: (typeof settings)[Key] extends Setting<infer T>
    ? T
    : never
}

export type Config = Omit<
  Read,
  'publicUrl' | 'rootKeyFile' | Exclude<keyof typeof stripeSettings, 'stripeUrl'>
> & {
  readonly stripe: StripeConfig | undefined
  readonly publicUrl: string
  readonly rootKeyFile: string
}

/**
 * Reads the environment once. Every bad or unknown variable is named in one Refusal, so that a
 * person mends them in one go.
 */
// biome-ignore lint/style/noProcessEnv: the one place that reads the environment.
export function readConfig(environment: Environment = process.env): Config {
  const wrong = unknownNames(environment).map((name) => `${name} is not a known variable`)
  const values = Object.entries<Setting<unknown>>(settings).map(([key, one]) => {
    try {
      const given = environment[one.name]
      return [key, given ? one.parse(given) : one.fallback]
    } catch (error) {
      wrong.push(`${one.name} must ${(error as Error).message}`)
      return [key, undefined]
    }
  })
  const all = Object.fromEntries(values) as Read
  const stripe = stripeConfig(all, wrong)
  if (wrong.length > 0) {
    throw new Refusal(`${wrong.join('; ')}. See: tallystick config`)
  }
  const { stripeSecretKey, stripePublishableKey, stripeWebhookSecret, ...read } = all
  return Object.freeze({
    ...read,
    stripe,
    databaseDirectUrl: read.databaseDirectUrl ?? read.databaseUrl,
    publicUrl: read.publicUrl ?? `http://localhost:${read.port}`,
    rootKeyFile: read.rootKeyFile ?? resolve(read.dataDir, 'root.key'),
  })
}

/** A line per variable: name, value or default (secrets masked), and what it is for. */
// biome-ignore lint/style/noProcessEnv: the one place that reads the environment.
export function describeConfig(environment: Environment = process.env): string {
  const rows = Object.values<Setting<unknown>>(settings).map((one) => {
    const given = environment[one.name]
    const shown = given
      ? (one.mask?.(given) ?? given)
      : `${one.shownDefault ?? String(one.fallback)} (default)`
    return `${one.name}=${shown}\n    ${one.describe}`
  })
  return `${rows.join('\n')}\n`
}

function unknownNames(environment: Environment): string[] {
  const known = new Set(Object.values<Setting<unknown>>(settings).map((one) => one.name))
  return Object.keys(environment).filter((name) => name.startsWith('TALLY_') && !known.has(name))
}
