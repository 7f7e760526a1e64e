import { readConfig } from '../config.ts'
import type { ConfigWithDatabase } from '../open-database.ts'
import type { SandboxKeys } from '../sandbox-keys.ts'

export type Welcome = {
  readonly config: ConfigWithDatabase
  /** Where the server listens, as an address a browser understands. */
  readonly address: string
  readonly keys: SandboxKeys | undefined
  readonly keysFile: string
  /** The keys were made by this very start: the one time they are shown. */
  readonly firstStart: boolean
  /** Of the owner that this very start has made in live mode. */
  readonly firstOwner: { readonly email: string; readonly file: string } | undefined
  readonly seconds: number
}

/** What a person reads when all is up: where to look, what to sign in with, what to try. */
export function welcome(facts: Welcome): string {
  const { config, address, seconds } = facts
  const lines = [
    '',
    `  Tallystick is up (${config.mode}, ${seconds.toFixed(1)} s)`,
    '',
    `  Start page   ${config.publicUrl}/`,
    `  API          ${config.publicUrl}/v0`,
    `  Health       ${address}/readyz`,
    ...keyLines(facts),
    ...ownerLines(facts),
    ...tryLines(facts),
    '',
    '  Ctrl-C stops it; the next start finds everything as it was.',
    '',
  ]
  return `${lines.join('\n')}\n`
}

function keyLines({ keys, keysFile, firstStart }: Welcome): string[] {
  if (!keys) return []
  if (!firstStart) return [`  Sandbox key  in ${keysFile}`]
  return [`  Sandbox key  ${keys.merchantKey}`, `               kept in ${keysFile}`]
}

function ownerLines({ firstOwner }: Welcome): string[] {
  if (!firstOwner) return []
  return [
    `  First owner  ${firstOwner.email}`,
    `               password in ${firstOwner.file}: read it once, then delete it`,
  ]
}

function tryLines({ config, keys, keysFile, firstStart }: Welcome): string[] {
  if (!keys) return []
  const api = config.publicUrl
  const read = `$(sed -n 's/.*"merchantKey": "\\(.*\\)".*/\\1/p' ${keysFile})`
  const auth = '-H "authorization: Bearer $TALLY_KEY"'
  return [
    '',
    '  Try, in a second terminal',
    `    export TALLY_KEY=${firstStart ? keys.merchantKey : read}`,
    // Client commands in that terminal would not find it at its usual address.
    ...(api === readConfig({}).publicUrl ? [] : [`    export TALLY_URL=${api}`]),
    `    curl -s ${api}/v0/plans ${auth}`,
    `    curl -s ${api}/v0/customers ${auth} \\`,
    `      -H 'content-type: application/json' -d '{"merchantId": "${keys.merchantId}",`,
    '      "consumer": {"name": "Ada Byron", "email": "ada@example.com", "address": {"line1": "12 Mill Lane",',
    `      "city": "Cambridge", "zipCode": "CB1 2AB", "country": "GB"}}}'`,
    '    npm run demo',
    '',
    '  README.md goes on from here, to a paid, metered customer in five minutes.',
  ]
}
