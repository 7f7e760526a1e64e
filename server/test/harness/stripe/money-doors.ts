import type Stripe from 'stripe'
import { invalidRequest } from './errors.ts'
import { made } from './fixtures.ts'
import type { Door } from './http.ts'
import { balanceOf, catchUp, type MoneyWorld, platform, takeBack, transferTo } from './money.ts'
import { get, listOf, newId, seconds } from './world.ts'

/** Accounts, transfers, balances and what changed them, as Stripe answers. */
export function moneyDoors(money: MoneyWorld): Door[] {
  return [
    ...accountDoors(money),
    ...transferDoors(money),
    ...reversalDoors(money),
    ...balanceDoors(money),
  ]
}

function accountDoors({ world, accounts }: MoneyWorld): Door[] {
  return [
    {
      method: 'POST',
      path: /^\/v1\/accounts$/,
      known: [
        'country',
        'controller',
        'capabilities',
        'metadata',
        'email',
      ] satisfies (keyof Stripe.AccountCreateParams)[],
      answer: ({ params }) => {
        const account = made('account', {
          id: newId('acct').replace('_fake', '_1fake'),
          country: String(params['country']),
          created: seconds(world),
          metadata: params['metadata'] as Stripe.Metadata,
          capabilities: { card_payments: 'inactive', transfers: 'inactive' },
        })
        accounts.set(account.id, account)
        return structuredClone(account)
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/account$/,
      known: [],
      answer: () => made('account', { id: 'acct_1own', country: 'US' }),
    },
    {
      method: 'POST',
      path: /^\/v1\/account_links$/,
      known: [
        'account',
        'type',
        'return_url',
        'refresh_url',
      ] satisfies (keyof Stripe.AccountLinkCreateParams)[],
      answer: ({ params }) => {
        get(accounts, String(params['account']))
        const created = seconds(world)
        const url = `https://connect.stripe.com/setup/e/${String(params['account'])}/x`
        return { object: 'account_link', created, expires_at: created + 300, url }
      },
    },
  ]
}

function transferDoors(money: MoneyWorld): Door[] {
  const { transfers } = money
  return [
    {
      method: 'POST',
      path: /^\/v1\/transfers$/,
      known: [
        'amount',
        'currency',
        'destination',
        'transfer_group',
        'metadata',
      ] satisfies (keyof Stripe.TransferCreateParams)[],
      answer: ({ params }) => {
        const [amount, currency] = [Number(params['amount']), String(params['currency'])]
        const account = String(params['destination'])
        get(money.accounts, account)
        if (balanceOf(money, platform, currency) < amount) {
          throw invalidRequest('You have insufficient available funds in your Stripe account.', {
            code: 'balance_insufficient',
          })
        }
        const metadata = params['metadata'] as Stripe.Metadata
        const group = String(params['transfer_group'])
        return transferTo(money, { account, amount, currency, group, metadata })
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/transfers$/,
      known: ['destination', 'transfer_group', 'limit', 'starting_after'],
      answer: ({ params: { destination, transfer_group: group } }) => {
        catchUp(money)
        const some = [...transfers.values()]
          .filter((one) => destination === undefined || one.destination === destination)
          .filter((one) => group === undefined || one.transfer_group === group)
        return listOf(some, '/v1/transfers')
      },
    },
  ]
}

function reversalDoors(money: MoneyWorld): Door[] {
  const { transfers, reversals } = money
  return [
    {
      method: 'POST',
      path: /^\/v1\/transfers\/(\w+)\/reversals$/,
      known: ['amount', 'metadata'] satisfies (keyof Stripe.TransferCreateReversalParams)[],
      answer: ({ ids: [id = ''], params }) => {
        const transfer = get(transfers, id)
        const amount = Number(params['amount'])
        const account = String(transfer.destination)
        if (amount > transfer.amount - transfer.amount_reversed) {
          throw invalidRequest('Reversal amount is greater than unreversed amount.')
        }
        if (balanceOf(money, account, transfer.currency) < amount) {
          throw invalidRequest('Insufficient funds.', { code: 'balance_insufficient' })
        }
        return takeBack(money, transfer, {
          amount,
          metadata: params['metadata'] as Stripe.Metadata,
        })
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/transfers\/(\w+)\/reversals$/,
      known: ['limit', 'starting_after'],
      answer: ({ ids: [id] }) =>
        listOf(
          [...reversals.values()].filter((one) => one.transfer === id),
          '/v1/reversals',
        ),
    },
  ]
}

function balanceDoors(money: MoneyWorld): Door[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/balance$/,
      known: [],
      answer: ({ account = platform }) => {
        catchUp(money)
        const currencies = new Set(money.movements.map(({ transaction }) => transaction.currency))
        const available = [...currencies].map((currency) => ({
          amount: balanceOf(money, account, currency),
          currency,
        }))
        return { object: 'balance', available, pending: [], livemode: false }
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/balance_transactions$/,
      known: ['created', 'limit', 'expand', 'starting_after'],
      answer: ({ account = platform, params }) => {
        catchUp(money)
        const own = money.movements.filter((one) => one.account === account)
        const all = own.map(({ transaction }) => transaction)
        return listOf(all, '/v1/balance_transactions', params['created'])
      },
    },
  ]
}
