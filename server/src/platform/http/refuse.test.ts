import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { refuse } from './refuse.ts'

const unavailable = [
  new Error('timeout exceeded when trying to connect'),
  new Error('Connection terminated unexpectedly'),
  new Error('Client has encountered a connection error and is not queryable'),
  new Error('Client was closed and is not queryable'),
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  Object.assign(new pg.DatabaseError('the database system is starting up', 0, 'error'), {
    code: '57P03',
  }),
]
for (const error of unavailable) {
  test(`a database that is away for a moment asks to be tried again: ${error.message}`, () => {
    const { status, retryAfterSeconds, ours } = refuse(error)
    assert.deepEqual(
      { status, retryAfterSeconds, ours },
      { status: 503, retryAfterSeconds: 1, ours: true },
    )
  })
}

test('what nobody foresaw is ours, and says nothing of what it was', () => {
  const { status, body, ours } = refuse(new Error('the password is hunter2'))
  assert.equal(status, 500)
  assert.equal(ours, true)
  assert.doesNotMatch(JSON.stringify(body), /hunter2/)
})
