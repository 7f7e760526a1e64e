import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceText } from './price-text.ts'

const read = (...terms: Parameters<typeof priceText>) =>
  priceText(...terms).replaceAll('\u00a0', ' ')

test('a price is read with all its digits and what it is for', () => {
  const standard = { unit: 'token', properties: { unitPrice: '0.0000025' } }
  assert.equal(read(standard, 'USD'), '0.0000025 USD per token')
  assert.equal(read({ properties: { unitPrice: '49' } }, 'USD'), '49.00 USD')
})

test('a price that varies says between what', () => {
  const dynamic = { unit: 'call', properties: { minPrice: '0.01', maxPrice: '0.05' } }
  assert.equal(read(dynamic, 'EUR'), '0.01 EUR to 0.05 EUR per call')
  const parameters = { function: 'linear', gradient: '-0.01', min: '0.5', max: '2' } as const
  const volume = { unit: 'GB', properties: { default: '2', parameters } }
  assert.equal(read(volume, 'EUR'), '0.50 EUR to 2.00 EUR per GB, by volume')
})

test('a share is a percentage with its limits', () => {
  const share = { properties: { percentage: '0.029', minCharge: '0.3', maxCharge: '100' } }
  assert.equal(read(share, 'USD'), '2.9 % of the amount, at least 0.30 USD, at most 100.00 USD')
})

test('tiers and packages are read one by one', () => {
  const properties = { unitPrice: '0' }
  const tiers = [
    { upTo: '1000', unitPrice: '0.10' },
    { unitPrice: '0.05', flatFee: '5.00' },
  ]
  const graduated = { unit: 'call', properties, pricing: { model: 'graduated' as const, tiers } }
  assert.equal(
    read(graduated, 'USD'),
    'each part at its own price: up to 1,000: 0.10 USD per call; ' +
      'beyond: 0.05 USD per call and 5.00 USD once',
  )
  const pack = { model: 'package' as const, size: '100', price: '2.5', freeUnits: '50' }
  assert.equal(
    read({ unit: 'call', properties, pricing: pack }, 'USD'),
    '2.50 USD for each 100 call, begun or full, after 50 free',
  )
})
