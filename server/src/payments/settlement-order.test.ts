import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { asSystem } from '../../test/harness/acting.ts'
import { givenCustomer } from '../../test/harness/customers.ts'
import { runDueWork } from '../../test/harness/due.ts'
import { tokenOf } from '../../test/harness/links.ts'
import {
  call,
  givenMerchant,
  givenOrganization,
  type Party,
  product,
} from '../../test/harness/product.ts'
import { balanceOf, endPayout, payOut, platform, tellOf } from '../../test/harness/stripe/money.ts'
import { openForm } from '../../test/harness/stripe/paying.ts'
import { fakeStripe, tell } from '../../test/harness/stripe/stripe.ts'
import { get } from '../../test/harness/stripe/world.ts'
import { assignChore } from '../platform/jobs/chores.ts'

const stripe = await fakeStripe(() => it.clock.now)
const { money, world } = stripe

let house: Party
const merchants: Party[] = []
// The doctor looks at the end, too.
const it = product({
  config: { stripe: stripe.config },
  arrange: async (of) => {
    house = await givenOrganization(of, 'platform')
  },
})

/** A merchant whose account takes charges. */
async function givenSeller() {
  const merchant = await givenMerchant(it)
  merchants.push(merchant)
  const params = { id: merchant.organizationId }
  const { key } = merchant
  const fee = { platformFee: { percent: '3.33', fixed: { USD: '0.30' } } }
  await call(it, 'updateMerchant', { key: house.key, params, body: fee })
  const opened = await call(it, 'createPaymentAccount', { key, params, body: { country: 'US' } })
  const { account } = opened.body
  const state = get(money.accounts, account)
  state.charges_enabled = true
  state.capabilities = { card_payments: 'active', transfers: 'active' }
  tellOf(money, account, { type: 'account.updated', object: state })
  const customer = { id: await givenCustomer(it, merchant) }
  return { key, account: String(account), customer, intents: [] as string[] }
}
type Seller = Awaited<ReturnType<typeof givenSeller>>

async function pay({ intents }: Seller, url: string): Promise<void> {
  const secret = await openForm(it, await tokenOf(it, url))
  stripe.confirms(secret, 'succeeds')
  intents.push(secret.split('_secret_')[0] ?? '')
}

/** What may happen, each where it is possible. */
const acts = {
  async pay(seller: Seller) {
    const body = { amount: '31.07', currency: 'USD' }
    const { paymentUrl } = (await call(it, 'createPayment', { key: seller.key, body })).body
    await pay(seller, paymentUrl)
  },
  async topUp(seller: Seller) {
    const { key, customer: params } = seller
    const body = { amount: '20.00', currency: 'USD' }
    await pay(seller, (await call(it, 'createTopup', { key, params, body })).body.paymentUrl)
  },
  async giveBack({ key, customer: params }: Seller) {
    await call(it, 'createFundsReturn', { key, params, body: { currency: 'USD' } })
  },
  async dispute({ intents }: Seller) {
    const intent = intents.pop()
    const charge = intent && get(world.paymentIntents, intent).latest_charge
    const isRefunded = [...world.refunds.values()].some((one) => one.charge === charge)
    if (intent && !isRefunded) stripe.disputes(intent)
  },
  async payOut({ account }: Seller) {
    const amount = Math.floor(balanceOf(money, account, 'usd') / 2)
    if (amount > 0) payOut(money, account, { amount, currency: 'usd' })
  },
  async refusePayout({ account }: Seller) {
    const open = [...money.payouts.values()].find(({ status }) => status === 'in_transit')
    const own = money.movements.some(
      (one) => one.account === account && Object(one.transaction.source).id === open?.id,
    )
    if (open && own) endPayout(money, account, { id: open.id, status: 'failed' })
  },
} as const

/** All that Stripe has to say, in an order of its own, and some of it twice. */
async function tellShuffled(shuffle: number): Promise<void> {
  const events = stripe.untold()
  const key = (at: number) => (at * 7919 + shuffle * 104_729) % 1009
  const order = [...events.keys(), ...events.keys()].toSorted((a, b) => key(a) - key(b))
  for (const at of order) {
    const event = events[at]
    // What comes before what it follows is refused, and sent again.
    if (event) await tell(it, event)
  }
  for (const event of events) assert.equal((await tell(it, event)).status, 200, event.type)
}

async function inBooks(name: string): Promise<number> {
  let cents = 0
  for (const party of [house, ...merchants]) {
    const { rows } = await asSystem(it, party, ({ db, organizationId }) =>
      sql<{ cents: number }>`
        select coalesce(sum(case when p.debit_account = a.account_id then p.amount else -p.amount end) * 100, 0)::int as cents
        from tally.postings as p join tally.accounts as a on a.book_id = ${organizationId}
          and a.account_id in (p.debit_account, p.credit_account)
        where p.book_id = ${organizationId} and a.subject = ${`stripe:${name}`}`.execute(db),
    )
    cents += rows[0]?.cents ?? 0
  }
  return cents
}

test('whatever happens, and in whatever order it is told, every clearing account is what Stripe says', async () => {
  const names = Object.keys(acts) as (keyof typeof acts)[]
  const steps = fc.array(fc.constantFrom(...names), { minLength: 4, maxLength: 9 })
  await fc.assert(
    fc.asyncProperty(steps, fc.nat({ max: 1000 }), async (story, shuffle) => {
      const seller = await givenSeller()
      await tellShuffled(0)
      for (const [at, name] of story.entries()) {
        await acts[name](seller)
        if ((at + shuffle) % 3 === 0) {
          await tellShuffled(shuffle + at)
          await runDueWork(it)
        }
      }
      // Twice: what is sent now is told only afterwards.
      for (const round of [1, 2]) {
        await tellShuffled(shuffle + round)
        await runDueWork(it)
      }
      for (const task of ['payments.reconcile', 'payments.reconcile_connected']) {
        await assignChore(it.installation.workspace, task)
        await runDueWork(it)
      }
      assert.equal(await inBooks(platform), balanceOf(money, platform, 'usd'))
      assert.equal(await inBooks(seller.account), balanceOf(money, seller.account, 'usd'))
      const [seen] = (await call(it, 'listReconciliations', { key: house.key })).body.data
      assert.deepEqual([seen.unmatched, seen.balances[0]?.unexplained ?? '0.00'], [0, '0.00'])
    }),
    { numRuns: 6, endOnFailure: true },
  )
})
