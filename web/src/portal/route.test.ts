import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRoute, searchFor, sectionFor } from './route.ts'

test('an address names its view; what is not known is the overview', () => {
  assert.deepEqual(readRoute('?view=usage'), { view: 'usage' })
  assert.deepEqual(readRoute('?view=invoice&invoice=inv_1'), { view: 'invoice', invoice: 'inv_1' })
  for (const search of ['', '?view=', '?view=nowhere', '?view=constructor']) {
    assert.deepEqual(readRoute(search), { view: 'overview' })
  }
})

test('an invoice that is not named is looked for in their list', () => {
  assert.deepEqual(readRoute('?view=pay'), { view: 'invoices' })
})

test('a view keeps what else the address says, and forgets the view before', () => {
  assert.equal(
    searchFor({ view: 'usage' }, '?locale=de&view=pay&invoice=inv_1'),
    '?locale=de&view=usage',
  )
  assert.equal(searchFor({ view: 'overview' }, '?view=usage'), '')
  const back = searchFor({ view: 'invoice', invoice: 'inv_1' }, '')
  assert.deepEqual(readRoute(back), { view: 'invoice', invoice: 'inv_1' })
})

test('an act belongs to the section that it is begun in', () => {
  assert.equal(sectionFor({ view: 'top-up' }), 'payments')
  assert.equal(sectionFor({ view: 'cancel' }), 'overview')
})
