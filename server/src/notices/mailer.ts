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
  readonly close: () => void
}

/** Over SMTP, as `smtps://user:password@host:465`. `from` is the address that the house writes from. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(url, { from })
  return {
    async send({ messageId, fromName, to, replyTo, subject, html, text }) {
      const sender = { name: fromName, address: from }
      const about = { from: sender, to: { name: '', address: to }, replyTo, subject }
      // Nothing of a letter is fetched from a file or an address that its text might name.
      const limits = { disableFileAccess: true, disableUrlAccess: true }
      await transport.sendMail({ messageId, ...about, html, text, ...limits })
    },
    close: () => transport.close(),
  }
}
