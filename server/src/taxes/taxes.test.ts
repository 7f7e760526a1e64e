import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, givenMerchant, product } from '../../test/harness/product.ts'
import { euVat } from './eu-vat.ts'

const it = product()
const date = Temporal.PlainDate.from('2026-11-21')

test('the kinds of services are listed, the default one first', async () => {
  const { key } = await givenMerchant(it)
  const { status, body } = await call(it, 'listTaxCodes', { key })
  assert.equal(status, 200)
  assert.deepEqual(
    body.data.map(({ code }: { code: string }) => code),
    ['eservice', 'saas', 'consulting', 'ebook', 'standard', 'reduced', 'exempt'],
  )
})

test('a tax id shows a business only when its check digits are right', async () => {
  const ask = async (taxId: string) => {
    const [tax] = await euVat.taxOf({
      seller: { country: 'DE', registrations: [{ country: 'DE', scheme: 'oss' }] },
      buyer: { country: 'FR', taxId },
      lines: [{ taxCode: 'saas', date }],
    })
    return tax?.rule
  }
  assert.equal(await ask('FR40303265045'), 'reverse_charge')
  assert.equal(await ask('40 303 265 045'), 'reverse_charge')
  assert.equal(await ask('FR84323140391'), 'destination')
  assert.equal(await ask('DE136695976'), 'destination')
})

test('each line is answered for itself, and a code of somebody else by nobody', async () => {
  const taxes = await euVat.taxOf({
    seller: { country: 'DE', registrations: [{ country: 'DE', scheme: 'standard' }] },
    buyer: { country: 'DE' },
    lines: ['ebook', 'txcd_10103001', 'exempt'].map((taxCode) => ({ taxCode, date })),
  })
  assert.deepEqual(
    taxes.map((tax) => tax?.rule),
    ['domestic', undefined, 'exempt'],
  )
})
