import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clearing, ofCustomer, single } from '@tallystick/core/ledger/accounts.ts'
import {
  type AccountRef,
  accountKey,
  type Entry,
  entry,
  type Fact,
  fold,
  hasFloor,
} from '@tallystick/core/ledger/entry.ts'
import { type Currency, nanosFromText } from '@tallystick/core/money/money.ts'
import fc from 'fast-check'
import { foldDeltas } from '../src/ledger/fold.ts'
import { fundsOf } from '../src/ledger/funds.ts'
import { post } from '../src/ledger/post.ts'
import { asSystem } from './harness/acting.ts'
import { call, givenMerchant, type Party, product } from './harness/product.ts'

const it = product()
const currencies = ['USD', 'EUR'] as Currency[]
const customers = ['cus_ann', 'cus_bob', 'cus_eve']

const anyCurrency = fc.constantFrom(...currencies)
const accountIn = (currency: Currency): fc.Arbitrary<AccountRef> =>
  fc.oneof(
    fc.constantFrom(...customers).map((customer) => ofCustomer('funds', customer, currency)),
    fc.constant(single('merchant_reserve', currency)),
    fc.constant(single('merchant_balance', currency)),
    fc.constant(single('tax_payable', currency)),
    fc.constant(clearing({ provider: 'bank', account: '' }, currency)),
  )

const anyPosting = anyCurrency
  .chain((currency) =>
    fc.record({
      debit: accountIn(currency),
      credit: accountIn(currency),
      nanos: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    }),
  )
  .filter(({ debit, credit }) => accountKey(debit) !== accountKey(credit))

type Command =
  | { readonly kind: 'post'; readonly entry: Entry | undefined }
  | { readonly kind: 'fold'; readonly atMost: number }

/** Facts that no table tells of but the ledger, and few subjects, so that the same fact is told again now and then. */
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        fact: fc.constantFrom<Fact>('platform_fee.swept', 'funds.claimed', 'funds.claim_reversed'),
        subject: fc.integer({ min: 0, max: 20 }).map((number) => `subject_${number}`),
        postings: fc.array(anyPosting, { minLength: 1, maxLength: 5 }),
      })
      .map(({ fact, subject, postings }) => ({
        kind: 'post' as const,
        entry: entry(fact, subject, postings),
      })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 7 }).map((atMost) => ({ kind: 'fold' as const, atMost })),
  },
)

/** The ledger as one would write it in memory: entries in a list, refused when they break a rule. */
function makeModel() {
  const entries: Entry[] = []
  return {
    balances: () => fold(entries),
    /** The constraints that refuse it: which of two speaks first is the database's. None when it is booked. */
    post(added: Entry): readonly string[] {
      const { fact, subject } = added
      const isRepeated = entries.some((one) => one.fact === fact && one.subject === subject)
      const after = fold([...entries, added])
      const floors = added.postings.flatMap(({ debit, credit }) => [debit, credit])
      const isBroken = floors
        .filter(({ kind }) => hasFloor(kind))
        .some((account) => (after.get(accountKey(account)) ?? 0n) < 0n)
      if (!isRepeated && !isBroken) entries.push(added)
      return [
        ...(isRepeated ? ['entry_already_booked'] : []),
        ...(isBroken ? ['insufficient_funds'] : []),
      ]
    },
  }
}

async function run(party: Party, command: Command): Promise<string | undefined> {
  if (command.kind === 'fold') {
    await asSystem(it, party, (ctx) => foldDeltas(ctx, command.atMost))
    return undefined
  }
  return asSystem(it, party, (ctx) => post(ctx, command.entry)).then(
    () => undefined,
    ({ constraint }: { constraint: string }) => constraint,
  )
}

function assertAmong(verdict: string | undefined, expected: readonly string[]): void {
  if (expected.length === 0) assert.equal(verdict, undefined)
  else assert(expected.includes(verdict ?? ''), `${verdict} is none of ${expected}`)
}

/** Every balance that can be read, by account. */
async function balancesOf(party: Party): Promise<Map<string, bigint>> {
  const balances = new Map<string, bigint>()
  for (const customerId of [undefined, ...customers]) {
    const query = { limit: 100, ...(customerId && { customerId }) }
    const { body } = await call(it, 'listAccounts', { key: party.key, query })
    for (const { kind, currency, balance } of body.data) {
      const subject = kind === 'provider_clearing' ? 'bank:' : (customerId ?? '')
      balances.set(accountKey({ kind, subject, currency }), nanosFromText(balance) ?? 0n)
    }
  }
  return balances
}

const withoutZeros = (balances: ReadonlyMap<string, bigint>) =>
  Object.fromEntries([...balances].filter(([, nanos]) => nanos !== 0n).toSorted())

test('whatever is booked, the books and a ledger in memory agree on every verdict and balance', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCommand, { minLength: 5, maxLength: 40 }), async (commands) => {
      const party = await givenMerchant(it)
      const model = makeModel()
      for (const command of commands) {
        const expected = command.kind === 'post' && command.entry ? model.post(command.entry) : []
        const verdict = await run(party, command)
        assertAmong(verdict, expected)
      }
      assert.deepEqual(withoutZeros(await balancesOf(party)), withoutZeros(model.balances()))
      for (const customerId of customers) {
        const key = accountKey(ofCustomer('funds', customerId, 'USD' as Currency))
        const funds = await asSystem(it, party, (ctx) =>
          fundsOf(ctx, customerId, 'USD' as Currency),
        )
        assert.equal(funds, model.balances().get(key) ?? 0n)
      }
    }),
    { numRuns: 25 },
  )
})
