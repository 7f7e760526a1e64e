import { readConfig } from '../src/config.ts'
import { type Installation, openInstallation } from '../src/installation.ts'
import { followMetric } from '../src/metering/follow-metric.ts'
import { createLog } from '../src/platform/log.ts'
import { systemIn, transact } from '../src/platform/workspace.ts'
import { givenMetered, givenSubscriber, standard } from '../test/harness/metered.ts'
import type { Product } from '../test/harness/product.ts'
import type { Seller } from './load.ts'

export type Place = { readonly url: string; readonly dataDir: string }

export async function openAt({ url, dataDir }: Place): Promise<Installation> {
  const config = readConfig({ TALLY_DATA_DIR: dataDir, TALLY_LOG_LEVEL: 'warn' })
  const log = createLog('warn')
  return openInstallation({ config, log, databaseUrl: url, directUrl: url, mayMigrate: true })
}

/** A merchant with two metered prices and customers that have funds enough for any run. */
export async function arrangeSeller(
  installation: Installation,
  customers: number,
): Promise<Seller> {
  const of = { installation, clock: { now: installation.workspace.clock() } } as unknown as Product
  const merchant = await givenMetered(of, { prices: [standard('0.0000025'), standard('0.00001')] })
  const customerIds: string[] = []
  for (let made = 0; made < customers; made += 1) {
    const { customerId } = await givenSubscriber(of, merchant, { funds: '1000000.00' })
    customerIds.push(customerId)
  }
  const { organizationId: merchantId, key, metricIds } = merchant
  return { merchantId, key, metricIds, customerIds }
}

/** A merchant with two metrics over one type of event, and customers. */
export async function arrangeReporter(
  installation: Installation,
  customers: number,
): Promise<Seller> {
  const seller = await arrangeSeller(installation, customers)
  const principal = { ...systemIn(seller.merchantId, 'bench'), role: 'tally_app' } as const
  await transact(installation.workspace, principal, async (ctx) => {
    for (const [at, id] of seller.metricIds.entries()) {
      await followMetric(ctx, {
        id,
        aggregation: 'SUM',
        eventType: 'llm.call',
        valueProperty: at === 0 ? '$.input_tokens' : '$.output_tokens',
        groupBy: undefined,
        eventFrom: undefined,
      })
    }
  })
  return seller
}
