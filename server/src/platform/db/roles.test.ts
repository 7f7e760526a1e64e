import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { startTemporary } from '../embedded/temporary.ts'
import { Refusal } from '../refusal.ts'
import { connectionAs } from './pools.ts'
import { ensureRoles, type LoginRole } from './roles.ts'

const passwordOf = (role: LoginRole) => `first ${role}`
let server: Awaited<ReturnType<typeof startTemporary>>

// A server of its own: roles are shared by all databases of one.
before(async () => {
  server = await startTemporary({ fast: true })
})

after(() => server.stop())

async function connected(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

test('a user that may make roles, and nothing more, starts a second time as it did the first', async () => {
  await connected({ connectionString: server.url }, (admin) =>
    admin.query(`create role builder login createrole password 'builder'`),
  )
  const url = new URL(server.url)
  url.username = 'builder'
  url.password = 'builder'
  await connected({ connectionString: String(url) }, async (builder) => {
    await ensureRoles(builder, passwordOf)
    await ensureRoles(builder, passwordOf)
  })
})

test('a second installation leaves the roles of a server, and their passwords, to the first', async () => {
  const second = (role: LoginRole) => `second ${role}`
  const logIn = (password: string) =>
    connected(connectionAs(server.url, 'tally_app', password), (client) => client.query('select'))
  await connected({ connectionString: server.url }, async (admin) => {
    await ensureRoles(admin, passwordOf)
    await assert.rejects(
      ensureRoles(admin, second),
      (error) => error instanceof Refusal && /belong to another installation/.test(error.message),
    )
    await logIn(passwordOf('tally_app'))

    await admin.query('comment on role tally_owner is null')
    await ensureRoles(admin, second)
    await logIn(second('tally_app'))
    await assert.rejects(logIn(passwordOf('tally_app')), { code: '28P01' })
  })
})
