import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import { cards } from './card.ts'
import {
  embedAt,
  openStreet,
  type Shopper,
  type Street,
  sandbox,
  shopLink,
  shopper,
  typesOf,
} from './embedded.ts'
import { ask, makeOffer, pay, portalLink, subscribe } from './merchant.ts'

let street: Street
let subscriptionId: string

const listed = 'https://shop.example.test'

before(async () => {
  street = await openStreet()
  const { at } = street
  const listing = { origin: listed }
  await ask(at, `POST /v0/organizations/${at.keys.merchantId}/embedOrigins`, listing)
  const { data } = await ask<{ data: readonly { id: string }[] }>(at, 'GET /v0/subscriptions')
  subscriptionId = data[0]?.id ?? ''
})

after(() => street?.close())

/** Two shoppers at a time: most of what they do is waiting. */
const together = { concurrency: 2 }

function heading(frame: FrameLocator, name: string | RegExp): Promise<void> {
  return frame.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

async function fillCard(frame: FrameLocator, number: string): Promise<void> {
  await frame.getByLabel('Card number').fill(number)
  await frame.getByLabel('Expiry date').fill('1240')
  await frame.getByLabel('CVC').fill('123')
}

async function payWith(frame: FrameLocator, number: string): Promise<void> {
  await fillCard(frame, number)
  await frame.getByRole('button', { name: /^Pay / }).click()
}

describe('a checkout in a frame', together, () => {
  /** Somebody who is about to buy something. */
  async function buying(act: (visit: Shopper) => Promise<void>): Promise<void> {
    const visit = await shopper(street)
    await visit.page.goto(`${street.shop.origin}/checkout`)
    await heading(visit.frame, 'Pay Sandbox merchant')
    await act(visit)
    await visit.leave()
  }

  const delivered = '19.00 USD paid: here are your credits.'

  /** Pays with a card whose bank asks, up to its question. */
  async function askedInWindow({ page, frame }: Shopper): Promise<Page> {
    const [bank] = await Promise.all([page.waitForEvent('popup'), payWith(frame, cards.challenge)])
    await bank.getByRole('heading', { level: 1, name: 'Confirm with your bank' }).waitFor()
    return bank
  }

  /** What the host was told of the payment. */
  const paymentsHeard = (visit: Shopper) =>
    typesOf(visit, street.at.url).filter((type) => type.startsWith('payment_'))

  test('is paid with exactly these permissions of the frame, and the shop delivers', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      assert.equal(await page.locator('iframe').getAttribute('sandbox'), sandbox)
      await payWith(frame, cards.succeeds)
      await heading(frame, 'Payment received')
      await page.getByText(delivered).waitFor()
      const types = typesOf(visit, street.at.url)
      assert.ok(types.includes('ready') && types.includes('resize'))
      assert.deepEqual(paymentsHeard(visit), ['payment_success'])
      assert.deepEqual(visit.complaints, [])
    }))

  test('says why a card was declined, to the payer and to the shop, and takes another', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      await payWith(frame, cards.card_declined)
      await frame.getByText('Your card was declined. Try another card or ask your bank.').waitFor()
      await page.getByText('Not paid yet: card_declined.').waitFor()
      await payWith(frame, cards.succeeds)
      await page.getByText(delivered).waitFor()
      assert.deepEqual(paymentsHeard(visit), ['payment_error', 'payment_success'])
    }))

  test('lets the bank ask in a window of its own, which needs nothing but what the frame may do', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      const bank = await askedInWindow(visit)
      assert.equal(new URL(bank.url()).hash, '')
      await bank.getByRole('button', { name: 'Confirm payment' }).click()
      await page.getByText(delivered).waitFor()
      await heading(frame, 'Payment received')
      assert.ok(bank.isClosed())
      assert.deepEqual(paymentsHeard(visit), ['payment_success'])
    }))

  test('is not paid when the bank’s question is refused, and can be tried again', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      const bank = await askedInWindow(visit)
      await bank.getByRole('button', { name: 'Refuse' }).click()
      await frame.getByText('The payment was not confirmed with your bank.').waitFor()
      await page.getByText('Not paid yet: challenge_refused.').waitFor()
      await payWith(frame, cards.succeeds)
      await page.getByText(delivered).waitFor()
      assert.deepEqual(paymentsHeard(visit), ['payment_error', 'payment_success'])
    }))

  test('says that the bank’s window was closed, and opens it again or takes another card', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      const bank = await askedInWindow(visit)
      await bank.close()
      await frame.getByText('The window was closed before you answered.').waitFor()
      const [again] = await Promise.all([
        page.waitForEvent('popup'),
        frame.getByRole('button', { name: 'Open the window again' }).click(),
      ])
      await again.getByRole('heading', { level: 1, name: 'Confirm with your bank' }).waitFor()
      await again.close()
      await frame.getByRole('button', { name: 'Pay another way' }).click()
      await payWith(frame, cards.succeeds)
      await page.getByText(delivered).waitFor()
      assert.equal(paymentsHeard(visit).at(-1), 'payment_success')
    }))

  test('waits for a payment that takes its time, and tells the shop when it has come', () =>
    buying(async (visit) => {
      const { page, frame } = visit
      await payWith(frame, cards.delayed)
      await heading(frame, 'Your payment is on its way')
      await page.getByText(delivered).waitFor()
      assert.deepEqual(paymentsHeard(visit), ['payment_success'])
    }))

  test('is as tall and as wide as what it shows', () =>
    buying(async ({ page, frame }) => {
      const tall = () =>
        page.locator('iframe').evaluate((element) => element.getBoundingClientRect().height)
      const content = () => frame.locator('body').evaluate((body) => body.scrollHeight)
      await page.waitForFunction(() => document.querySelector('iframe')?.style.height !== '480px')
      assert.ok(Math.abs((await tall()) - (await content())) <= 1)
      const wide = await frame.locator('html').evaluate((html) => html.clientWidth)
      assert.equal(wide, await page.locator('iframe').evaluate((element) => element.clientWidth))
    }))
})

describe('a portal in a frame', together, () => {
  const title = 'Assistant, pay as you go'

  async function visiting(path: string, act: (visit: Shopper) => Promise<void>): Promise<void> {
    const visit = await shopper(street)
    await visit.page.goto(`${street.shop.origin}${path}`)
    await act(visit)
    await visit.leave()
  }

  /** Withdraws a link, and with it every session that it has opened. */
  async function revoke(link: string): Promise<void> {
    const id = new URL(link).pathname.split('/').at(-1)
    const door = `/v0/subscriptions/${subscriptionId}/portalLinks/${id}`
    const headers = { authorization: `Bearer ${street.at.keys.merchantKey}` }
    const reply = await fetch(street.at.url + door, { method: 'DELETE', headers })
    assert.equal(reply.status, 204)
  }

  /** The links that the shop hands to its page, in order. */
  function linksOf(page: Page): Promise<string>[] {
    const links: Promise<string>[] = []
    page.on('response', (response) => {
      if (!response.url().endsWith('/api/portal-link')) return
      links.push(response.json().then(({ url }) => url))
    })
    return links
  }

  for (const [how, path] of [
    ['by the script', '/portal'],
    ['as a component of React', '/react'],
    ['without a script', '/plain'],
  ] as const) {
    test(`is shown ${how}, with exactly these permissions`, () =>
      visiting(path, async ({ page, frame, complaints }) => {
        await heading(frame, title)
        assert.equal(await page.locator('iframe').getAttribute('sandbox'), sandbox)
        assert.deepEqual(complaints, [])
      }))
  }

  test('looks and speaks as its host wishes, and changes with it', () =>
    visiting('/portal', async ({ page, frame }) => {
      await heading(frame, title)
      const html = frame.locator('html')
      assert.equal(await html.getAttribute('lang'), 'en')
      await page.getByLabel('Theme').selectOption('dark')
      await frame.locator('html[data-theme=dark]').waitFor()
      await page.getByLabel('Language').selectOption('de')
      await frame.locator('html[lang=de]').waitFor()
    }))

  test('asks the shop for a new link when its session is revoked, and goes on', async () => {
    const visit = await shopper(street)
    const { page, frame } = visit
    const links = linksOf(page)
    await page.goto(`${street.shop.origin}/portal`)
    await heading(frame, title)
    await revoke((await links[0]) ?? '')
    await frame.getByRole('button', { name: 'Refresh' }).click()
    await page.waitForResponse((response) => response.url().endsWith('/api/portal-link'))
    await heading(frame, title)
    assert.equal(links.length, 2)
    assert.equal(
      typesOf(visit, street.at.url).filter((type) => type === 'session_expired').length,
      1,
    )
    await visit.leave()
  })

  test('that has no other link says that its link is over', async () => {
    const visit = await shopper(street)
    const link = await shopLink(street)
    await embedAt(visit, { origin: listed }, { link, script: `${street.at.url}/embed.js` })
    await heading(visit.frame, title)
    await revoke(link)
    await visit.frame.getByRole('button', { name: 'Refresh' }).click()
    await heading(visit.frame, 'This link has expired')
    assert.ok(typesOf(visit, street.at.url).includes('session_expired'))
    await visit.leave()
  })

  test('that is opened by an expired link says so, and the host learns it', async () => {
    const visit = await shopper(street)
    const { at } = street
    const { subscriptionId: id } = await subscribe(at, await makeOffer(at))
    const link = await portalLink(at, id, 'PT1S')
    type Links = { readonly data: readonly { readonly status: string }[] }
    const status = async () =>
      (await ask<Links>(at, `GET /v0/subscriptions/${id}/portalLinks`)).data[0]?.status
    while ((await status()) === 'open') await visit.page.waitForTimeout(200)
    await embedAt(visit, { origin: listed }, { link, script: `${at.url}/embed.js` })
    await heading(visit.frame, 'This link has expired')
    assert.ok(typesOf(visit, at.url).includes('session_expired'))
    await visit.leave()
  })

  test('is given up when the shop has only links that are over', async () => {
    const visit = await shopper(street)
    const over = visit.knows(await shopLink(street))
    await revoke(over)
    await visit.page.route('**/api/portal-link', (route) => route.fulfill({ json: { url: over } }))
    await visit.page.goto(`${street.shop.origin}/portal`)
    await visit.page.getByText('This could not be shown.').waitFor()
    assert.ok(visit.complaints.some((text) => /over as soon as they are made/.test(text)))
    await visit.page.unroute('**/api/portal-link')
    await visit.page.getByRole('button', { name: 'Try again' }).click()
    await heading(visit.frame, title)
    await visit.leave()
  })

  test('keeps payment methods: one is added, and removed again', () =>
    visiting('/portal', async ({ page, frame }) => {
      await heading(frame, title)
      await frame.getByRole('link', { name: 'Payments', exact: true }).click()
      await frame.getByRole('link', { name: 'Add a payment method' }).click()
      await fillCard(frame, cards.succeeds)
      await frame.getByRole('button', { name: 'Save card' }).click()
      await frame.getByRole('button', { name: 'Continue' }).click()
      await frame.getByText('The payment method was saved.').waitFor()
      await frame.getByRole('button', { name: /^Remove: .*4242/ }).click()
      await frame.getByRole('button', { name: 'Remove', exact: true }).click()
      await frame.getByText('No payment method is saved.').waitFor()
      assert.equal(await page.locator('iframe').getAttribute('sandbox'), sandbox)
    }))

  test('shows invoices in the frame, and saves them where the host lets it', async () => {
    const { at } = street
    const of = await subscribe(at, await makeOffer(at, { fee: '99.00' }))
    await pay(at, of.checkoutUrl)
    const script = `${at.url}/embed.js`
    const look = async (downloads: boolean, check: (visit: Shopper) => Promise<void>) => {
      const visit = await shopper(street)
      const link = await portalLink(at, of.subscriptionId)
      await embedAt(visit, { origin: listed }, { link, script, downloads })
      await visit.frame.getByRole('link', { name: 'Invoices', exact: true }).click()
      await visit.frame.getByRole('table').getByRole('link').first().click()
      await heading(visit.frame, /^Invoice /)
      await visit.frame.getByText('Set-up').first().waitFor()
      await check(visit)
      await visit.leave()
    }
    await look(false, async ({ frame }) => {
      await frame.getByText('The page around this one does not allow downloads.').waitFor()
    })
    await look(true, async ({ page, frame }) => {
      const downloading = page.waitForEvent('download')
      await frame.getByRole('link', { name: 'Download as PDF' }).click()
      assert.match((await downloading).suggestedFilename(), /\.pdf$/)
    })
  })

  test('is not spoken for by anybody else, be it the page itself or another frame', async () => {
    const visit = await shopper(street)
    const { page } = visit
    const link = await shopLink(street)
    await embedAt(visit, { origin: listed }, { link, script: `${street.at.url}/embed.js` })
    await heading(visit.frame, title)
    await page.evaluate(() => {
      const lie = { source: 'tallystick', version: 1, type: 'payment_success', id: 'ps_lie' }
      postMessage(lie, '*')
      const other = document.createElement('iframe')
      other.srcdoc = `<script>parent.postMessage(${JSON.stringify(lie)}, '*')</script>`
      document.body.append(other)
    })
    const lies = () => visit.heard.filter(({ data }) => JSON.stringify(data).includes('ps_lie'))
    await page.waitForFunction(() => document.querySelectorAll('iframe').length === 2)
    while (lies().length < 2) await page.evaluate(() => new Promise(requestAnimationFrame))
    const events = (await page.evaluate('events')) as { type: string }[]
    assert.ok(!events.some(({ type }) => type === 'payment_success'))
    await visit.leave()
  })

  test('says so when the shop brings no link', () =>
    visiting('/', async ({ page, frame }) => {
      await page.route('**/api/portal-link', (route) => route.fulfill({ status: 500 }))
      await page.goto(`${street.shop.origin}/portal`)
      await page.getByText('This could not be shown.').waitFor()
      await page.unroute('**/api/portal-link')
      await page.getByRole('button', { name: 'Try again' }).click()
      await heading(frame, title)
    }))
})

describe('where a page may be framed', together, () => {
  const script = () => `${street.at.url}/embed.js`

  type Refusals = {
    readonly refusals: readonly { readonly origin: string; readonly code: string }[]
  }

  async function refusals(): Promise<ReadonlyMap<string, string>> {
    const door = `GET /v0/organizations/${street.at.keys.merchantId}/embedOrigins`
    const { refusals } = await ask<Refusals>(street.at, door)
    return new Map(refusals.map(({ origin, code }) => [origin, code]))
  }

  test('a listed origin over https shows the portal', async () => {
    const visit = await shopper(street)
    await embedAt(visit, { origin: listed }, { link: await shopLink(street), script: script() })
    await visit.frame.getByRole('heading', { level: 1 }).waitFor()
    assert.deepEqual(visit.complaints, [])
    await visit.leave()
  })

  const strangers = [
    ['an origin that is not listed', 'https://other.example.test', 'not_listed', 'is not listed'],
    ['the listed host over http', 'http://shop.example.test', 'insecure', 'use https'],
    [
      'a sub-domain of a listed host',
      'https://www.shop.example.test',
      'not_listed',
      'names below it',
    ],
    [
      'a host that looks like a listed one',
      'https://shop.examp1e.test',
      'not_listed',
      'not listed',
    ],
    [
      'another port of a listed host',
      'https://shop.example.test:8443',
      'not_listed',
      'port differs',
    ],
  ] as const

  for (const [who, origin, code, words] of strangers) {
    test(`${who} shows nothing, is told why, and is named to the merchant`, async () => {
      const visit = await shopper(street)
      await embedAt(visit, { origin }, { link: await shopLink(street), script: script() })
      const place = visit.page.locator('#place')
      await place.getByText(origin).waitFor()
      assert.match(await place.innerText(), new RegExp(`${words}.*embedOrigins`, 's'))
      assert.equal(await visit.page.locator('iframe').count(), 0)
      const told = await visit.page.evaluate('events')
      assert.deepEqual(
        (told as { type: string; code: string }[]).map(({ type, code }) => `${type} ${code}`),
        ['failed origin_refused'],
      )
      assert.ok(visit.complaints.some((text) => text.includes(origin) && text.includes(words)))
      assert.equal((await refusals()).get(origin), code)
      await visit.leave()
    })
  }

  test('a sandboxed page that hides its origin shows nothing, though its address is listed', async () => {
    const visit = await shopper(street)
    const hiding = {
      origin: listed,
      headers: { 'content-security-policy': 'sandbox allow-scripts' },
    }
    await embedAt(visit, hiding, { link: await shopLink(street), script: script() })
    const place = visit.page.locator('#place')
    await place.getByText('A page in a sandbox that hides its origin cannot be listed.').waitFor()
    assert.equal((await refusals()).get('null'), 'opaque')
    await visit.leave()
  })

  test('a page whose own policy keeps the frame away is told what to add to it', async () => {
    const visit = await shopper(street)
    const policy = `frame-src 'none'; script-src 'unsafe-inline' ${street.at.url}`
    const strict = { origin: listed, headers: { 'content-security-policy': policy } }
    await embedAt(visit, strict, { link: await shopLink(street), script: script() })
    await visit.page.getByText(`Add: frame-src ${street.at.url}`).waitFor()
    await visit.leave()
  })

  test('an address that names no page is said so, with a way to try again', async () => {
    const visit = await shopper(street)
    const link = `${street.at.url}/p/pl_${'0'.repeat(32)}#nothing-that-was-ever-a-secret`
    await embedAt(visit, { origin: listed }, { link, script: script() })
    await visit.page.getByText('This could not be shown.').waitFor()
    await visit.page.getByRole('button', { name: 'Try again' }).waitFor()
    assert.ok(visit.complaints.some((text) => /knows no page pl_0+\. Ask your back end/.test(text)))
    await visit.leave()
  })
})
