import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
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
async function emptyInstallation() {
  const dataDir = await mkdtemp(join(tmpdir(), 'tallystick-seed-'))
  folders.push(dataDir)
  const installation = await freshInstallation(home)
  const config: Config = { ...installation.config, dataDir }
  return { ...installation, config }
}

async function served(installation: Awaited<ReturnType<typeof emptyInstallation>>) {
  const http = await edgeOf(installation, { checkReplies: true })
  return { installation, http, clock: { now: Temporal.Now.instant() }, logged: () => [] }
}

test('an empty sandbox gets a platform and a merchant at a fee of two percent, each with owner and key', async () => {
  const installation = await emptyInstallation()
  const { dataDir } = installation.config
  const report = await seed(installation)
  const of = await served(installation)
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
  await of.http.close()
  await installation.close()
})

test('where there is a platform, nothing is seeded, and of two first starts one seeds', async () => {
  const installation = await emptyInstallation()
  const reports = await Promise.all([seed(installation), seed(installation)])
  assert.equal(reports.filter((report) => report !== undefined).length, 1)
  const kept = await readFile(sandboxKeysFile(installation.config.dataDir), 'utf8')
  assert.equal(await seed(installation), undefined)
  assert.equal(await readFile(sandboxKeysFile(installation.config.dataDir), 'utf8'), kept)
  await installation.close()
})

test('a first start that was interrupted is finished by the next one', async () => {
  const installation = await emptyInstallation()
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
  const of = await served(installation)
  const { password } = report?.merchant ?? {}
  assert.equal((await call(of, 'createSession', { body: { email, password } })).status, 201)
  await of.http.close()
  await installation.close()
})

test('a live installation gets the platform alone, and its password in a file for its owner', async () => {
  const installation = await emptyInstallation()
  const { dataDir } = installation.config
  const live = { ...installation, workspace: { ...installation.workspace, mode: 'live' as const } }
  const report = await seed(live)
  assert.equal(report?.merchant, undefined)
  assert.equal(report?.platform.key, undefined)
  assert.equal((await stat(firstOwnerFile(dataDir))).mode & 0o777, 0o600)
  const kept = JSON.parse(await readFile(firstOwnerFile(dataDir), 'utf8'))
  assert.equal(kept.password, report?.platform.password)
  assert.equal(await findSandboxKeys(dataDir), undefined)
  await installation.close()
})

test('the sandbox merchant has an instant and a standard plan, and an interrupted start does not make it twice', async () => {
  const installation = await emptyInstallation()
  const report = await seed(installation)
  const product = await served(installation)
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
  await installation.close()
})
