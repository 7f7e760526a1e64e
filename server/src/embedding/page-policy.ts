import { accentShades } from '@tallystick/core/branding/accent.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Principal, systemIn, transact, type Workspace } from '../platform/workspace.ts'
import { findLogoHash } from './logo/store.ts'
import { listOrigins } from './origins/store.ts'
import { findPageOwnerId } from './page-store.ts'
import { displayName } from './settings/display-name.ts'
import { portalSettingsOf } from './settings/portal-settings-of.ts'
import type { Branding } from './settings/store.ts'

/** What pages are told of the merchant: never a secret, since whoever has the address reads it. */
export type PageBranding = Pick<Branding, 'locale' | 'theme' | 'supportUrl'> & {
  readonly name: string
  readonly logoUrl?: string | undefined
  readonly accent?: ReturnType<typeof accentShades> | undefined
}

export type PagePolicy = {
  readonly merchantId: string
  /** Exact origins that may frame the page. */
  readonly origins: readonly string[]
  readonly branding: PageBranding
}

/** Before the page is known, so is nobody. */
const stranger: Principal = {
  role: 'tally_portal',
  scope: {},
  actor: { kind: 'anonymous', id: '' },
  permissions: new Set(),
}

/** Whose page an address names; undefined for none. The id is no secret. */
export async function findPageOwner(workspace: Workspace, id: string): Promise<string | undefined> {
  if (!/^[a-z]{2,8}_[0-9a-f]{32}$/.test(id)) return undefined
  return transact(workspace, stranger, (ctx) => findPageOwnerId(ctx, id))
}

/** How pages of a merchant look and where they may be framed, as it is now. */
export function pagePolicyIn(workspace: Workspace, merchantId: string): Promise<PagePolicy> {
  return transact(workspace, systemIn(merchantId, 'embedding'), async (ctx) => ({
    merchantId,
    origins: (await listOrigins(ctx)).map(({ origin }) => origin),
    branding: await pageBranding(ctx),
  }))
}

async function pageBranding(ctx: Ctx): Promise<PageBranding> {
  const { branding } = await portalSettingsOf(ctx)
  const { accent, locale, theme, supportUrl } = branding
  const logoHash = await findLogoHash(ctx)
  return {
    name: await displayName(ctx),
    logoUrl: logoHash && `/logos/${logoHash}.png`,
    accent: accent === undefined ? undefined : accentShades(accent),
    locale,
    theme,
    supportUrl,
  }
}
