import { clearing } from '@tallystick/core/ledger/accounts.ts'
import type { AccountKind } from '@tallystick/core/ledger/entry.ts'
import { type Currency, isCurrency } from '@tallystick/core/money/money.ts'
import { levelOf } from '@tallystick/core/settling/level.ts'
import { type Total, totalsOf } from '../../ledger/totals.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { stripePlatform } from '../providers/accounts.ts'

/** What stays on the platform's account: it is not the merchant's, or not yet. */
const kept: ReadonlySet<AccountKind> = new Set([
  'funds',
  'holds',
  'platform_fees',
  'unapplied_payments',
  'refunds_in_transit',
  'merchant_reserve',
])

/** What is the merchant's, wherever it lies. What the provider took on the merchant's own account it bears itself. */
const owed: ReadonlySet<AccountKind> = new Set([
  'merchant_balance',
  'tax_payable',
  'payouts_in_transit',
  'provider_fees',
])

/** How many nanos go to the merchant's account, by currency; below zero they come back. Currencies at level are left out. */
export async function levelsOf(ctx: Ctx, account: string): Promise<ReadonlyMap<Currency, bigint>> {
  const totals = await totalsOf(ctx)
  const currencies = [...new Set(totals.map(({ currency }) => currency))].filter(isCurrency)
  const levels = currencies.map((currency) => {
    const some = totals.filter((total) => total.currency === currency)
    const sum = (is: (total: Total) => boolean) =>
      some.filter(is).reduce((left, { nanos }) => left + nanos, 0n)
    const at = (name: string) => {
      const { subject } = clearing({ provider: stripePlatform.provider, account: name }, currency)
      return -sum((total) => total.kind === 'provider_clearing' && total.subject === subject)
    }
    const standing = {
      onPlatform: at(stripePlatform.account),
      onMerchant: at(account),
      kept: sum(({ kind }) => kept.has(kind)),
      owed: sum(({ kind }) => owed.has(kind)),
    }
    return [currency, levelOf(standing, currency)] as const
  })
  return new Map(levels.filter(([, nanos]) => nanos !== 0n))
}
