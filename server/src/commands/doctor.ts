import { readConfig } from '../config.ts'
import { type Report, runDoctor, type Verdict } from '../doctor/run.ts'
import { openInstallation } from '../installation.ts'
import { openDatabase } from '../open-database.ts'
import { createLog } from '../platform/log.ts'

/** Prints each invariant of the books with its figures. The exit code is 1 when one of them does not hold. */
export async function run(): Promise<number> {
  const log = createLog(readConfig().logLevel)
  const { config, stop } = await openDatabase({ config: readConfig(), log, shared: true })
  try {
    const { databaseUrl, databaseDirectUrl: directUrl } = config
    const opening = { config, log, databaseUrl, directUrl, mayMigrate: false }
    const installation = await openInstallation(opening)
    try {
      const report = await runDoctor(installation)
      process.stdout.write(printed(report))
      return report.checks.every(({ ok }) => ok) ? 0 : 1
    } finally {
      await installation.close()
    }
  } finally {
    await stop()
  }
}

export function printed({ organizations, checks }: Report): string {
  const failed = checks.filter(({ ok }) => !ok).length
  const verdict = failed === 0 ? 'All is well.' : `${failed} of ${checks.length} checks failed.`
  const lines = checks.map(line).join('\n')
  return `${lines}\n\nLooked at ${organizations} organizations. ${verdict}\n`
}

function line({ name, ok, figures }: Verdict): string {
  const { checked, wrong, examples, amounts } = figures
  const sums = Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`)
  const facts = [`${checked} checked`, ...sums]
  const broken = ok ? [] : [`${wrong} wrong, such as ${examples.join(', ')}`]
  return `${ok ? 'ok  ' : 'FAIL'}  ${name}\n      ${[...facts, ...broken].join(' · ')}`
}
