import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddress } from './address.ts'

const link = 'https://billing.example/p/pl_1#secret-that-stays'

test('how a page shall look is said before the fragment, which stays as it is', () => {
  const address = readAddress(link, { theme: 'dark', locale: 'de' })
  assert.equal(
    address.href,
    'https://billing.example/p/pl_1?theme=dark&locale=de#secret-that-stays',
  )
  assert.equal(address.origin, 'https://billing.example')
  assert.equal(address.id, 'pl_1')
  assert.equal(readAddress(link, { theme: undefined }).href, link)
  assert.match(readAddress(link, { downloads: '1' }).href, /pl_1\?downloads=1#secret/)
})

test('portals and checkouts are taken, with a port and a slash at the end', () => {
  assert.equal(readAddress('http://localhost:4600/checkout/ps_1/#a', {}).id, 'ps_1')
})

test('what is no link of ours is refused, without a word of what it was', () => {
  const others = [
    '',
    'pl_1#secret-that-stays',
    'javascript:alert(1)//p/pl_1#secret-that-stays',
    'https://billing.example/elsewhere#secret-that-stays',
    'https://billing.example/a/p/pl_1#secret-that-stays',
    'data:text/html,/p/pl_1#secret-that-stays',
  ]
  for (const other of others) {
    assert.throws(
      () => readAddress(other, {}),
      (error: Error) => error instanceof TypeError && !error.message.includes('secret'),
    )
  }
})
