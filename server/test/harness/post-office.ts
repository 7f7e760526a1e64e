import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export type Received = {
  readonly from: string
  readonly to: readonly string[]
  /** Headers and body as they came. */
  readonly raw: string
}

/** How a mail server answers: for now, for good, or not at all. */
type Mood = 'takes' | 'is full' | 'knows nobody' | 'hangs up'

/** A mail server of the tests' own, and what it was handed. It knows one user: `house`, with the password `secret`. */
export async function openPostOffice() {
  const received: Received[] = []
  const refused: Received[] = []
  const state: { mood: Mood } = { mood: 'takes' }
  const refusal = (responseCode: number, to: string) =>
    Object.assign(new Error(`<${to}> is not served`), { responseCode })
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onConnect: (_session, done) =>
      state.mood === 'hangs up' ? done(refusal(421, 'nobody')) : done(),
    onAuth: ({ username, password }, _session, done) =>
      username === 'house' && password === 'secret'
        ? done(null, { user: 'house' })
        : done(new Error('no')),
    onRcptTo: ({ address }, _session, done) =>
      state.mood === 'knows nobody' ? done(refusal(550, address)) : done(),
    onData: async (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      const from = mailFrom === false ? '' : mailFrom.address
      const to = rcptTo.map(({ address }) => address)
      const mail = { from, to, raw: await text(stream) }
      if (state.mood === 'is full') {
        refused.push(mail)
        return done(refusal(452, `${to}`))
      }
      received.push(mail)
      done()
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    url: `smtp://house:secret@127.0.0.1:${port}?ignoreTLS=true`,
    ...{ received, refused, state, port },
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
