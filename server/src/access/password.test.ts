import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, nobodysHash, passwordFits } from './password.ts'

test('a password fits its own hash alone', async () => {
  const hash = await hashPassword('correct horse')
  assert.equal(await passwordFits(hash, 'correct horse'), true)
  assert.equal(await passwordFits(hash, 'Correct horse'), false)
  assert.equal(await passwordFits(undefined, 'correct horse'), false)
})

test('where there is no login the same work is done: a hash of the same kind and cost', async () => {
  const cost = (hash: string) => hash.split('$').slice(0, 4)
  assert.deepEqual(cost(nobodysHash), cost(await hashPassword('any')))
  assert.deepEqual(cost(nobodysHash), ['', 'argon2id', 'v=19', 'm=19456,t=2,p=1'])
})
