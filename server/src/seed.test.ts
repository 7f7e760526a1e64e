import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { freshInstallation, type Home, openHome } from '../test/harness/home.ts'
import { call } from '../test/harness/product.ts'
import { founder, foundOrganization, withHash } from './access/found.ts'
import type { Config } from './config.ts'
import { transact } from './platform/workspace.ts'
import { findSandboxKeys, firstOwnerFile, sandboxKeysFile } from './sandbox-keys.ts'
import { seed } from './seed.ts'
import { edgeOf } from './wiring.ts'

let home: Home
const folders: string[] = []

before(async () => {
  home = await openHome()
})
after(async () => {
  await home.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

/** A new installation whose first keys go to a folder of their own. */
async function emptyInstallation(t: TestContext) {
  const dataDir = await mkdtemp(join(tmpdir(), 'tallystick-seed-'))
  folders.push(dataDir)
  const installation = await freshInstallation(home)
  t.after(() => installation.close())
  const config: Config = { ...installation.config, dataDir }
  return { ...installation, config }
}

async function served(t: TestContext, installation: Awaited<ReturnType<typeof emptyInstallation>>) {
  const http = await edgeOf(installation, { checkReplies: true })
  t.after(() => http.close())
  return { installation, http, clock: { now: Temporal.Now.instant() }, logged: () => [] }
}

test('an empty sandbox gets a platform and a merchant at a fee of two percent, each with owner and key', async (t) => {
  const installation = await emptyInstallation(t)
  const { dataDir } = installation.config
  const report = await seed(installation)
  const of = await served(t, installation)
  const keys = await findSandboxKeys(dataDir)
  assert.equal(keys?.merchantKey, report?.merchant?.key)
  assert.equal((await stat(sandboxKeysFile(dataDir))).mode & 0o777, 0o600)

  const own = await call(of, 'getOrganization', {
    key: String(report?.merchant?.key),
    params: { id: String(report?.merchant?.organizationId) },
  })
  assert.equal(own.body.name, 'Sandbox merchant')
  assert.deepEqual(own.body.platformFee, { percent: '2', fixed: {} })
  const merchants = await call(of, 'listMerchants', { key: String(report?.platform.key) })
  assert.deepEqual(
    merchants.body.data.map(({ id }: { id: string }) => id),
    [report?.merchant?.organizationId],
  )
  for (const account of [report?.platform, report?.merchant]) {
    const body = { email: account?.email, password: account?.password }
    assert.equal((await call(of, 'createSession', { body })).status, 201)
  }
})

test('where there is a platform, nothing is seeded, and of two first starts one seeds', async (t) => {
  const installation = await emptyInstallation(t)
  const reports = await Promise.all([seed(installation), seed(installation)])
  assert.equal(reports.filter((report) => report !== undefined).length, 1)
  const kept = await readFile(sandboxKeysFile(installation.config.dataDir), 'utf8')
  assert.equal(await seed(installation), undefined)
  assert.equal(await readFile(sandboxKeysFile(installation.config.dataDir), 'utf8'), kept)
})

test('a first start that was interrupted is finished by the next one', async (t) => {
  const installation = await emptyInstallation(t)
  const { workspace, loginKey: indexKey } = installation
  const principal = founder('merchant')
  const { organizationId, userId } = principal
  const email = 'merchant@tallystick.example'
  const owner = await withHash({ email, password: 'nobody was told this' })
  await transact(workspace, principal, (ctx) =>
    foundOrganization(ctx, {
      organizationId,
      userId,
      kind: 'merchant',
      profile: { name: 'Sandbox merchant', email },
      owner,
      indexKey,
    }),
  )

  const report = await seed(installation)

  assert.equal(report?.merchant?.organizationId, organizationId)
  const of = await served(t, installation)
  const { password } = report?.merchant ?? {}
  assert.equal((await call(of, 'createSession', { body: { email, password } })).status, 201)
})

test('a live installation gets the platform alone, and its password in a file for its owner', async (t) => {
  const installation = await emptyInstallation(t)
  const { dataDir } = installation.config
  const live = { ...installation, workspace: { ...installation.workspace, mode: 'live' as const } }
  const report = await seed(live)
  assert.equal(report?.merchant, undefined)
  assert.equal(report?.platform.key, undefined)
  assert.equal((await stat(firstOwnerFile(dataDir))).mode & 0o777, 0o600)
  const kept = JSON.parse(await readFile(firstOwnerFile(dataDir), 'utf8'))
  assert.equal(kept.password, report?.platform.password)
  assert.equal(await findSandboxKeys(dataDir), undefined)
})

test('the sandbox merchant has an instant and a standard plan, and an interrupted start does not make it twice', async (t) => {
  const installation = await emptyInstallation(t)
  const report = await seed(installation)
  const product = await served(t, installation)
  const { key = '', organizationId } = report?.merchant ?? {}
  const plans = await call(product, 'listPlans', {
    key,
    query: { merchantId: organizationId ?? '' },
  })
  type Price = { readonly paymentTerm: string; readonly properties: { readonly unitPrice: string } }
  const shown = plans.body.data.map(({ name, prices }: { name: string; prices: Price[] }) => [
    name,
    ...prices.map(({ paymentTerm, properties }) => `${properties.unitPrice} ${paymentTerm}`),
  ])
  assert.deepEqual(shown.toSorted(), [
    ['Pay as you go', '0.0000025 instant', '0.00001 instant'],
    ['Standard', '49.00 in_advance', '0.0000025 in_arrears', '0.00001 in_arrears'],
  ])
  await seed(installation)
  const again = await call(product, 'listPlans', {
    key,
    query: { merchantId: organizationId ?? '' },
  })
  assert.deepEqual(again.body, plans.body)
})

test('what the merchant of a sandbox sells counts the events that its metrics name', async (t) => {
  const installation = await emptyInstallation(t)
  const report = await seed(installation)
  const of = await served(t, installation)
  const key = String(report?.merchant?.key)
  const merchantId = report?.merchant?.organizationId
  const consumer = { name: 'Ada', email: 'ada@example.com', address: { country: 'GB' } }
  const customer = await call(of, 'createCustomer', { key, body: { merchantId, consumer } })
  const subject = customer.body.customerId
  const data = { contextTokens: 1200, generatedTokens: 340 }
  const event = { type: 'llm.call', source: 'tests', subject, data }
  assert.equal((await call(of, 'ingestEvent', { key, body: event })).status, 202)
  const query = { merchantId: String(merchantId) }
  const metrics = await call(of, 'listBillableMetrics', { key, query })
  const span = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
  const counted = await Promise.all(
    metrics.body.data.map(async ({ id }: { id: string }) => {
      const meter = await call(of, 'getBillableMetricMeter', { key, params: { id }, query: span })
      return meter.body.totalValue
    }),
  )
  assert.deepEqual(counted.toSorted(), [1200, 340])
})
