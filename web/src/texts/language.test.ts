import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageFor, regionFor } from './language.ts'

test('the address comes before the merchant, and both before the browser', () => {
  assert.equal(languageFor(['fr', 'de'], ['en-GB']), 'fr')
  assert.equal(languageFor([null, 'de'], ['en-GB']), 'de')
  assert.equal(languageFor([null, 'auto'], ['nl-NL', 'fr-CA', 'en']), 'fr')
  assert.equal(languageFor(['xx', undefined], ['nl']), 'en')
})

test('figures are written as in the reader’s country, where it speaks the language of the page', () => {
  assert.equal(regionFor('de', ['en-GB', 'de-CH']), 'de-CH')
  assert.equal(regionFor('fr', ['en-GB']), 'fr')
})
