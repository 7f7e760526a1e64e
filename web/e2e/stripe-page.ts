import type { BrowserContext } from 'playwright-core'
import type { FakeStripe } from '../../server/test/harness/stripe/stripe.ts'
import type { Behaviour } from '../../server/test/harness/stripe/world.ts'

/**
 * Stands in for js.stripe.com, which tests cannot reach: a script with the part of the published interface of Stripe.js
 * that pages use, in front of the stand-in of the API. Its form asks what the card is to do, and its bank has two buttons.
 */
export async function standInForStripeJs(
  context: BrowserContext,
  stripe: FakeStripe,
): Promise<{ readonly loaded: () => number }> {
  let loads = 0
  await context.exposeFunction('standInConfirms', (secret: string, behaviour: Behaviour) =>
    stripe.confirms(secret, behaviour),
  )
  await context.exposeFunction('standInAnswers', (secret: string, outcome: 'accept' | 'refuse') =>
    stripe.answersBank(secret, outcome),
  )
  await context.route('https://js.stripe.com/**', (route) => {
    loads += 1
    return route.fulfill({
      contentType: 'text/javascript',
      body: `(${bankInPage})();(${stripeInPage})()`,
    })
  })
  return { loaded: () => loads }
}

type Far = {
  standInConfirms: (secret: string, behaviour: string) => Promise<{ error?: string }>
  standInAnswers: (secret: string, outcome: string) => Promise<void>
  standInBank: (secret: string) => Promise<string>
  Stripe: unknown
}

/** Runs in the page, as the next one does: neither may use anything else of this file. */
function bankInPage(): void {
  const far = window as unknown as Far
  // A window in which the bank asks: an answer of `accept` or `refuse`.
  far.standInBank = (secret) =>
    new Promise((resolve) => {
      const box = document.createElement('dialog')
      for (const outcome of ['accept', 'refuse']) {
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = `Bank: ${outcome}`
        button.addEventListener('click', () => {
          void far.standInAnswers(secret, outcome).then(() => {
            box.remove()
            resolve(outcome)
          })
        })
        box.append(button)
      }
      document.body.append(box)
      box.show()
    })
}

function stripeInPage(): void {
  type Confirming = { elements: { choice: () => string }; clientSecret: string }
  const far = window as unknown as Far
  const behaviours = ['succeeds', 'card_declined', 'challenge', 'delayed', 'incomplete']

  async function confirm({ elements, clientSecret }: Confirming) {
    const behaviour = elements.choice()
    const { error } = await far.standInConfirms(clientSecret, behaviour)
    if (error !== undefined) return { error: { type: 'card_error', code: error, message: error } }
    if (behaviour === 'challenge' && (await far.standInBank(clientSecret)) === 'refuse') {
      return { error: { type: 'card_error', message: 'Not confirmed.' } }
    }
    return {}
  }

  function elementsOf(options: unknown) {
    const select = document.createElement('select')
    select.name = 'card-behaviour'
    for (const behaviour of behaviours) select.append(new Option(behaviour))
    return {
      options,
      choice: () => select.value,
      update: async () => {},
      submit: async () => (select.value === 'incomplete' ? { error: { message: 'No.' } } : {}),
      create: () => ({
        on: (event: string, told: () => void) => {
          if (event === 'ready') setTimeout(told)
        },
        destroy: () => select.parentElement?.remove(),
        mount: (place: HTMLElement) => {
          const label = document.createElement('label')
          label.append('What the card does ', select)
          place.append(label)
        },
      }),
    }
  }

  const Stripe = () => ({
    elements: elementsOf,
    confirmPayment: confirm,
    confirmSetup: confirm,
    handleNextAction: async ({ clientSecret }: { clientSecret: string }) => {
      await far.standInBank(clientSecret)
      return {}
    },
  })
  Stripe.version = 'endive'
  far.Stripe = Stripe
}
