import assert from 'node:assert/strict'
import type { ProviderEvent } from '../../src/payments/providers/provider.ts'
import { readWebhook, signWebhook } from '../../src/payments/providers/sandbox/webhook.ts'
import { receiveEvent } from '../../src/payments/webhooks/receive-event.ts'
import { collecting } from '../../src/wiring.ts'
import { asSystem } from '../harness/acting.ts'
import { cardThat } from '../harness/checkout.ts'
import { asAdministrator } from '../harness/database.ts'
import { pass } from '../harness/due.ts'
import { call, type Party, type Product } from '../harness/product.ts'
import type { Checkout, Holding, News, Stage } from './stage.ts'

const debit = (iban: string) => ({ bankDebit: { iban, holderName: 'Ada' } })

function meansOf(holding: Holding) {
  if (holding === 'debit') return debit('DE89370400440532013000')
  if (holding === 'debit_fails') return debit('DE62370400440532013001')
  return { card: cardThat(holding) }
}

export function sandboxStage(of: Product): Stage {
  const checkout = async (reply: Promise<{ readonly body: unknown }>) =>
    (await reply).body as Checkout
  return {
    name: 'sandbox',
    of,
    pays: (key, holding, save = false) =>
      checkout(
        call(of, 'payCheckout', {
          key,
          body: { ...meansOf(holding), savePaymentMethod: save },
        }),
      ),
    answers: (key, { challenge }, outcome) =>
      checkout(call(of, 'answerChallenge', { key, body: { challengeId: challenge?.id, outcome } })),
    waits: () => pass(of, { minutes: 2 }),
    news: () => newsOf(of),
    disputed: async () => pass(of, { minutes: 2 }),
    charged: (merchant) =>
      count(of, merchant, `sandbox_payments where status = 'succeeded' and amount > 0 and`),
    refunded: (merchant) =>
      count(of, merchant, `sandbox_refunds where status in ('pending', 'succeeded') and`),
    forgets: () => {},
  }
}

function count(of: Product, { organizationId }: Party, some: string): Promise<number> {
  return asAdministrator(of, async (client) => {
    const { rows } = await client.query<{ number: number }>(
      `select count(*)::int as number from tally.${some} merchant_id = $1`,
      [organizationId],
    )
    return rows[0]?.number ?? 0
  })
}

/** Its webhooks are due work: taken from there, they are sent by the test. */
async function newsOf(of: Product): Promise<News[]> {
  const rows = await asAdministrator(of, async (client) => {
    const told = await client.query<{ organization_id: string; subject_id: string }>(
      `delete from tally.due_work where kind = 'sandbox.tell_payment' returning organization_id, subject_id`,
    )
    return told.rows
  })
  const all = rows.map(async ({ organization_id: organizationId, subject_id: reference }) => {
    const event = await eventOf(of, organizationId, reference)
    return { send: (how?: 'forged' | 'too old') => deliver(of, organizationId, { event, how }) }
  })
  return Promise.all(all)
}

async function eventOf(
  of: Product,
  organizationId: string,
  reference: string,
): Promise<ProviderEvent> {
  const { sandbox } = collecting(of.installation).providers
  const key = await asAdministrator(of, async (client) => {
    const { rows } = await client.query<{ idempotency_key: string }>(
      'select idempotency_key from tally.sandbox_payments where sandbox_payment_id = $1',
      [reference],
    )
    return rows[0]?.idempotency_key ?? ''
  })
  const party = { merchantId: organizationId, customerId: undefined, account: '' }
  const payment = await sandbox?.findPayment({
    ...party,
    idempotencyKey: key,
    reference,
    askedAt: of.clock.now,
  })
  assert.ok(payment)
  const id = `sbx_evt_${reference}_${payment.status}`
  return { id, kind: 'payment.changed', payment }
}

type Delivery = { readonly event: ProviderEvent; readonly how: 'forged' | 'too old' | undefined }

async function deliver(of: Product, organizationId: string, { event, how }: Delivery) {
  const { payables } = collecting(of.installation)
  const webhook = await asSystem(of, { organizationId }, async (ctx) =>
    signWebhook(how === 'too old' ? earlier(ctx) : ctx, event),
  )
  const body = how === 'forged' ? `${webhook.body} ` : webhook.body
  try {
    await asSystem(of, { organizationId }, async (ctx) =>
      receiveEvent(ctx, payables, {
        provider: 'sandbox',
        account: '',
        event: readWebhook(ctx, { ...webhook, body }),
      }),
    )
    return true
  } catch (error) {
    assert.match(String(error), /signed/)
    return false
  }
}

function earlier<C extends { readonly realNow: Temporal.Instant }>(ctx: C): C {
  return { ...ctx, realNow: ctx.realNow.subtract({ minutes: 6 }) }
}
