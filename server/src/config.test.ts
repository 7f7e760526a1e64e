import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeConfig, readConfig } from './config.ts'

test('an empty environment gives a sandbox on port 4600 of this machine', () => {
  const config = readConfig({})
  assert.equal(config.mode, 'sandbox')
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 4600)
  assert.equal(config.publicUrl, 'http://localhost:4600')
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.openSignup, false)
})

test('the configuration cannot be changed once it is read', () => {
  assert.ok(Object.isFrozen(readConfig({})))
})

test('what follows from other variables follows from them', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://a:b@db/tally',
    TALLY_PORT: '8080',
    TALLY_DATA_DIR: '/srv/tally',
  })
  assert.equal(config.publicUrl, 'http://localhost:8080')
  assert.equal(config.rootKeyFile, '/srv/tally/root.key')
  assert.equal(config.databaseDirectUrl, 'postgres://a:b@db/tally')
})

test('an unknown TALLY_ variable stops the start by its name', () => {
  assert.throws(() => readConfig({ TALLY_PROT: '1' }), /TALLY_PROT is not a known variable/)
})

const bad: readonly (readonly [name: string, value: string])[] = [
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['TALLY_KEYSTORE_URL', 'not an address'],
  ['TALLY_MODE', 'production'],
  ['TALLY_PORT', '65536'],
  ['TALLY_PORT', '-1'],
  ['TALLY_PORT', '4600.5'],
  ['TALLY_PUBLIC_URL', 'javascript:alert(1)'],
  ['TALLY_METRICS_TOKEN', 'short'],
  ['TALLY_LOG_LEVEL', 'loud'],
  ['TALLY_OPEN_SIGNUP', 'perhaps'],
  ['TALLY_POOL_SIZE', '0'],
  ['TALLY_TRUSTED_PROXIES', 'everybody'],
  ['TALLY_TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TALLY_TRUSTED_PROXIES', '10.0.0.0/33'],
]
for (const [name, value] of bad) {
  test(`${name}=${value} stops the start by its name`, () => {
    assert.throws(() => readConfig({ [name]: value }), { name: 'Refusal', message: RegExp(name) })
  })
}

test('all that is wrong is told at once', () => {
  const environment = { TALLY_PORT: 'x', TALLY_MODE: 'y', TALLY_ODD: 'z' }
  assert.throws(() => readConfig(environment), /TALLY_ODD.*TALLY_MODE.*TALLY_PORT/)
})

test('the printed configuration holds every value and no secret', () => {
  const printed = describeConfig({
    DATABASE_URL: 'postgres://tally:hunter2@db:5432/tally?sslpassword=hunter3',
    TALLY_METRICS_TOKEN: 'hunter4hunter4hunter4',
    TALLY_KEY: 'sk_test_hunter5',
    TALLY_PORT: '8080',
  })
  assert.match(printed, /TALLY_PORT=8080\n/)
  assert.match(printed, /TALLY_HOST=127\.0\.0\.1 \(default\)/)
  assert.match(printed, /postgres:\/\/tally:\*\*\*\*@db:5432\/tally/)
  assert.doesNotMatch(printed, /hunter/)
})

const stripe = {
  TALLY_STRIPE_SECRET_KEY: 'sk_test_abcd1234',
  TALLY_STRIPE_PUBLISHABLE_KEY: 'pk_test_abcd1234',
  TALLY_STRIPE_WEBHOOK_SECRET: 'whsec_abcdefgh, whsec_ijklmnop',
}

test('the keys of Stripe are read together, and two secrets sign while one replaces the other', () => {
  assert.equal(readConfig({}).stripe, undefined)
  const { secretKey, webhookSecrets, url } = readConfig(stripe).stripe ?? {}
  assert.equal(secretKey, 'sk_test_abcd1234')
  assert.deepEqual(webhookSecrets, ['whsec_abcdefgh', 'whsec_ijklmnop'])
  assert.equal(url, 'https://api.stripe.com')
})

test('the secrets of Stripe are shown masked', () => {
  const shown = describeConfig(stripe)
  assert.doesNotMatch(shown, /sk_test_abcd|whsec_abcd/)
  assert.match(shown, /TALLY_STRIPE_SECRET_KEY=\*{4}/)
  assert.match(shown, /TALLY_STRIPE_WEBHOOK_SECRET=\*{4}/)
})

const badStripe: readonly (readonly [why: string, environment: object, named: RegExp])[] = [
  ['a key alone', { TALLY_STRIPE_SECRET_KEY: 'sk_test_abcd1234' }, /together or not at all/],
  [
    'a live key in the sandbox',
    { ...stripe, TALLY_STRIPE_SECRET_KEY: 'sk_live_abcd1234' },
    /SECRET_KEY must be a test key/,
  ],
  ['test keys where money is real', { ...stripe, TALLY_MODE: 'live' }, /must be a live key/],
  [
    'a secret key for browsers',
    { ...stripe, TALLY_STRIPE_PUBLISHABLE_KEY: 'sk_test_abcd1234' },
    /PUBLISHABLE_KEY must be a key/,
  ],
  ['what is no signing secret', { ...stripe, TALLY_STRIPE_WEBHOOK_SECRET: 'x' }, /whsec_/],
]
for (const [why, environment, named] of badStripe) {
  test(`${why} stops the start, and no key is in the message`, () => {
    assert.throws(
      () => readConfig({ ...environment }),
      (error: Error) => named.test(error.message) && !/abcd1234/.test(error.message),
    )
  })
}
