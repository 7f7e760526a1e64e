import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Where personal data and secrets would come in, whatever the caller passes. */
const redacted = ['headers', 'body', 'query', 'params', 'cookies', 'password', 'secret', 'token']

/**
 * Structured lines for machines, short ones for a person at a terminal. Bodies, headers and
 * addresses never get in; errors are stripped of the values they quote.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const terminal = !destination && process.stdout.isTTY
  return pino(
    {
      level,
      base: null,
      timestamp: () =>
        `,"time":"${Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), remove: true },
      hooks: {
        // Left alone, a line without words of its own takes the error's message as its text.
        logMethod(args, write) {
          const [first, words = '', ...rest] = args
          const subject = (first as unknown) instanceof Error ? { err: first } : first
          write.apply(this, typeof first === 'object' ? [subject, words, ...rest] : args)
        },
      },
      serializers: { err: quietError, req: () => undefined, res: () => undefined },
    },
    destination ??
      (terminal ? plainLines(process.stdout) : pino.destination({ dest: 1, sync: true })),
  )
}

/**
 * PostgreSQL quotes the offending value in data exceptions (class 22), `detail` and `where`, and
 * JSON.parse quotes what it could not read: none of that may reach a log.
 */
export function quietError(error: Error): Record<string, unknown> {
  const { name: type, message, stack } = error
  const { code, constraint, table } = error as Error & Record<string, unknown>
  const frames = String(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  const cause = error.cause instanceof Error ? { cause: quietError(error.cause) } : {}
  return {
    type,
    message: quotesValue(error) ? '(withheld: it quotes a value)' : message,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    stack: frames.join('\n'),
    ...cause,
  }
}

function quotesValue(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : ''
  return error instanceof SyntaxError || /^22/.test(code)
}

function plainLines(out: NodeJS.WritableStream): DestinationStream {
  return {
    write(line) {
      const { time, level, msg, err, ...rest } = JSON.parse(line)
      const fields = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`)
      const mark = level === 'info' ? '' : `${String(level).toUpperCase()} `
      const first = [time.slice(11, 19), `${mark}${msg ?? ''}`, ...fields].join('  ')
      out.write(err ? `${first}\n  ${err.type}: ${err.message}\n${err.stack}\n` : `${first}\n`)
    },
  }
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
