import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('info', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

test('a line is JSON with a level, a time and what was said', () => {
  const line = JSON.parse(logged((log) => log.info({ organizationId: 'org_1' }, 'Paid.')))
  assert.equal(line.level, 'info')
  assert.equal(line.msg, 'Paid.')
  assert.equal(line.organizationId, 'org_1')
  assert.match(line.time, /^\d{4}-\d\d-\d\dT.*Z$/)
})

test('headers, bodies, tokens and passwords never reach a log', () => {
  const text = logged((log) => {
    log.info({ headers: { authorization: 'canary' }, body: 'canary', token: 'canary' }, 'One.')
    log.info({ request: { body: { name: 'canary' } }, user: { password: 'canary' } }, 'Two.')
    log.info({ req: { url: '/v0/customers?email=canary' }, res: { canary: 'canary' } }, 'Three.')
  })
  assert.match(text, /Three\./)
  assert.doesNotMatch(text, /canary/)
})

test('errors are logged without the values they quote', () => {
  const data = Object.assign(new Error('invalid input syntax for type numeric: "canary"'), {
    code: '22P02',
    detail: 'canary',
    where: 'canary',
    parameters: ['canary'],
  })
  const text = logged((log) => {
    log.error({ err: data }, 'One.')
    log.error({ err: data })
    log.error(data)
    log.error(data, 'With words.')
    log.error({ err: new Error('wrapped', { cause: data }) }, 'Two.')
    try {
      JSON.parse('{"name": canary}')
    } catch (err) {
      log.error({ err }, 'Three.')
    }
  })
  assert.match(text, /22P02/)
  assert.match(text, /wrapped/)
  assert.doesNotMatch(text, /canary/)
})

test('an error of ours keeps its message and its stack', () => {
  const line = JSON.parse(logged((log) => log.error({ err: new Error('The books differ.') })))
  assert.equal(line.err.message, 'The books differ.')
  assert.match(line.err.stack, /log\.test\.ts/)
})
