import { nanosToText } from '@tallystick/core/money/money.ts'
import { sql } from 'kysely'
import type { Installation } from '../installation.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nanosOf } from '../platform/db/amounts.ts'
import { type Principal, transact, type Workspace } from '../platform/workspace.ts'
import { bookChecks } from './book-checks.ts'
import type { Check, Finding } from './check.ts'
import { factChecks } from './fact-checks.ts'
import { invoiceLineChecks } from './invoice-line-checks.ts'
import { invoiceMoneyChecks } from './invoice-money-checks.ts'
import { invoiceOrderChecks } from './invoice-order-checks.ts'
import { providerChecks } from './provider-checks.ts'
import { settlementChecks } from './settlement-checks.ts'
import { usageChecks } from './usage-checks.ts'

export type Verdict = {
  readonly name: string
  readonly ok: boolean
  readonly figures: Finding
}
export type Report = { readonly organizations: number; readonly checks: readonly Verdict[] }

const checks: readonly Check[] = [
  ...bookChecks,
  ...usageChecks,
  ...factChecks,
  ...invoiceMoneyChecks,
  ...invoiceLineChecks,
  ...invoiceOrderChecks,
  ...providerChecks,
  ...settlementChecks,
]

/** Holds the books of organizations, of all unless told which, against every invariant. It has the rights to read only. */
export async function runDoctor(
  { workspace }: Pick<Installation, 'workspace'>,
  only?: readonly string[],
): Promise<Report> {
  const organizations = only ?? (await listOrganizations(workspace))
  const sums = checks.map((): Finding => ({ checked: 0, wrong: 0, examples: [], amounts: {} }))
  for (const organizationId of organizations) {
    const findings = await transact(workspace, auditorOf(organizationId), examine)
    for (const [at, finding] of findings.entries()) {
      const sum = sums[at]
      if (sum) sums[at] = add(sum, finding)
    }
  }
  return {
    organizations: organizations.length,
    checks: checks.map(({ name }, at) => {
      const figures = sums[at] ?? { checked: 0, wrong: 1, examples: [], amounts: {} }
      return { name, ok: figures.wrong === 0, figures }
    }),
  }
}

async function examine({ db, organizationId }: Ctx): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) {
    const { rows } = await check.sql(organizationId).execute(db)
    findings.push(...rows)
  }
  return findings
}

const pageSize = 1000

async function listOrganizations(workspace: Workspace): Promise<string[]> {
  const ids: string[] = []
  for (let page = [''], last = ''; page.length > 0; ) {
    page = await transact(workspace, auditorOf(undefined), async ({ db }) => {
      const { rows } = await sql<{ organization_id: string }>`
        select organization_id from tally.list_organizations(${last}, ${pageSize})`.execute(db)
      return rows.map(({ organization_id }) => organization_id)
    })
    ids.push(...page)
    last = page.at(-1) ?? last
  }
  return ids
}

function auditorOf(organizationId: string | undefined): Principal {
  return {
    role: 'tally_auditor',
    scope: organizationId === undefined ? {} : { organizationId },
    actor: { kind: 'system', id: 'doctor' },
    permissions: new Set(),
  }
}

function add(left: Finding, right: Finding): Finding {
  const amounts = { ...left.amounts }
  for (const [currency, text] of Object.entries(right.amounts)) {
    const sum = nanosOf(amounts[currency] ?? '0') + nanosOf(text)
    amounts[currency] = nanosToText(sum)
  }
  return {
    checked: left.checked + right.checked,
    wrong: left.wrong + right.wrong,
    examples: [...left.examples, ...right.examples].slice(0, 3),
    amounts,
  }
}
