import { createTransport } from 'nodemailer'

export type Mail = {
  readonly messageId: string
  readonly fromName: string
  readonly to: string
  readonly replyTo?: string | undefined
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** The way out of the house. Throws while it does not work; the same message may then be handed over again. */
export type Mailer = {
  readonly send: (mail: Mail) => Promise<void>
}

/** The mail server will never take this letter: nobody lives at its address, say. */
export class RefusedForGood extends Error {
  override readonly name = 'RefusedForGood'
}

/** Over SMTP, as `smtps://user:password@host:465`. `from` is the address that the house writes from. */
export function smtpMailer(url: string, from: string): Mailer {
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
  const transport = createTransport({ url, ...timeouts }, { from })
  return {
    async send({ messageId, fromName, to, replyTo, subject, html, text }) {
      const sender = { name: fromName, address: from }
      const about = { from: sender, to: { name: '', address: to }, replyTo, subject }
      // Nothing of a letter is fetched from a file or an address that its text might name.
      const limits = { disableFileAccess: true, disableUrlAccess: true }
      await transport.sendMail({ messageId, ...about, html, text, ...limits }).catch((error) => {
        throw quiet(Object(error))
      })
    },
  }
}

/** Mail servers quote addresses in what they say, and errors are logged and kept: only their codes go on. */
function quiet({ code, responseCode }: { code?: unknown; responseCode?: unknown }): Error {
  const why = [code, responseCode].filter((part) => part !== undefined).join(' ')
  const isAboutLetter = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (isAboutLetter && Number(responseCode) >= 500) return new RefusedForGood(why)
  return new Error(`The mail server did not take a letter: ${why || 'no reason was given'}.`)
}
