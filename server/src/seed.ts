import { randomBytes } from 'node:crypto'
import { createApiKey } from './access/create-api-key.ts'
import { founder, foundOrganization, withHash } from './access/found.ts'
import { loginIndex } from './access/login-index.ts'
import { findLogin, listOwnMemberships, nobody, userAlone } from './access/lookups.ts'
import { setMerchantTerms } from './access/merchants/set-merchant-terms.ts'
import { needsPlatform, setUpPlatform } from './access/set-up-platform.ts'
import { setPassword } from './access/users/set-password.ts'
import type { Installation } from './installation.ts'
import type { Ctx } from './platform/ctx.ts'
import { type Principal, transact } from './platform/workspace.ts'
import { seedCatalog } from './sandbox-catalog.ts'
import { keepFirstKeys } from './sandbox-keys.ts'

/** Who can sign in, and in a sandbox with which key programs can act. */
export type FirstAccount = {
  readonly organizationId: string
  readonly email: string
  readonly password: string
  readonly key?: string
}

export type SeedReport = {
  readonly platform: FirstAccount
  /** In a sandbox only. */
  readonly merchant?: FirstAccount
}

const platformEmail = 'platform@tallystick.example'
const merchantEmail = 'merchant@tallystick.example'
const sandboxFee = { percent: '2', fixed: {} }

/**
 * Gives an empty installation its platform and, in a sandbox, a merchant to try things with; does nothing where there
 * is a platform. The platform comes last and its keys are on disk before it is, so that a start which was interrupted
 * is simply done again.
 */
export function seed(installation: Installation): Promise<SeedReport | undefined> {
  const { workspace, loginKey: indexKey, config } = installation
  const first = founder('platform')
  return transact(workspace, first, async (ctx) => {
    if (!(await needsPlatform(ctx))) return undefined
    const sandbox = ctx.mode === 'sandbox'
    const merchant = sandbox ? await seedMerchant(installation) : undefined

    const owner = { email: platformEmail, password: makePassword() }
    await setUpPlatform(ctx, { name: 'Platform', owner: await withHash(owner), indexKey })
    if (merchant) await setMerchantTerms(ctx, merchant.organizationId, sandboxFee)
    const platform = {
      organizationId: first.organizationId,
      ...owner,
      ...(sandbox && { key: await makeKey(ctx, first.userId) }),
    }
    const report = { platform, ...(merchant && { merchant }) }
    await keepFirstKeys(config.dataDir, report)
    return report
  })
}

async function seedMerchant(installation: Installation): Promise<FirstAccount> {
  const password = makePassword()
  const { principal, organizationId, userId } =
    (await leftOver(installation, password)) ?? (await foundMerchant(installation, password))
  return transact(installation.workspace, principal, async (ctx) => {
    await seedCatalog(ctx)
    const key = await makeKey(ctx, userId)
    return { organizationId, email: merchantEmail, password, key }
  })
}

type Seeded = {
  readonly principal: Principal
  readonly organizationId: string
  readonly userId: string
}

async function foundMerchant(
  { workspace, loginKey: indexKey }: Installation,
  password: string,
): Promise<Seeded> {
  const principal = founder('merchant')
  const { organizationId, userId } = principal
  const owner = await withHash({ email: merchantEmail, password })
  await transact(workspace, principal, (ctx) =>
    foundOrganization(ctx, {
      organizationId,
      userId,
      kind: 'merchant',
      profile: { name: 'Sandbox merchant', email: merchantEmail },
      owner,
      indexKey,
    }),
  )
  return { principal, organizationId, userId }
}

/** The merchant of a start that was interrupted; nobody was told its password, so it gets a new one. */
async function leftOver(
  { workspace, loginKey }: Installation,
  password: string,
): Promise<Seeded | undefined> {
  const index = loginIndex(loginKey, merchantEmail)
  const login = await transact(workspace, nobody, (ctx) => findLogin(ctx, index))
  if (!login) return undefined
  const userId = login.user_id
  const user = userAlone(userId)
  return transact(workspace, user, async (ctx) => {
    await setPassword(ctx, password)
    const [membership] = await listOwnMemberships(ctx)
    const organizationId = membership?.organization_id ?? ''
    return { principal: { ...user, scope: { organizationId, userId } }, organizationId, userId }
  })
}

async function makeKey(ctx: Ctx, userId: string): Promise<string> {
  const { text } = await createApiKey(ctx, { userId, name: 'Made at the first start' })
  return text
}

function makePassword(): string {
  return randomBytes(18).toString('base64url')
}
