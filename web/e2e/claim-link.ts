import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningInstallation } from './installation.ts'
import { ask } from './merchant.ts'

type Mails = { readonly data: readonly { readonly id: string }[] }

/** The link that was mailed to a customer of this name and address. */
export async function claimLinkFor(
  installation: RunningInstallation,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<string> {
  const { merchantId } = installation.keys
  const consumer = { name, email, address: { country: 'GB', zipCode: 'CB1 2AB' } }
  const made = await ask<{ customerId: string }>(installation, 'POST /v0/customers', {
    merchantId,
    consumer,
  })
  const { customerId } = made
  await ask(installation, `POST /v0/customers/${customerId}/claimLink`)
  for (;;) {
    const query = `kind=account_claim&customerId=${customerId}`
    const { data } = await ask<Mails>(installation, `GET /v0/notices?${query}`)
    const [mail] = data
    if (mail) {
      const { text } = await ask<{ text: string }>(installation, `GET /v0/notices/${mail.id}`)
      return /http\S+\/claim\/\S+/.exec(text)?.[0] ?? ''
    }
    await sleep(100)
  }
}
