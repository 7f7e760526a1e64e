import { connect, type Socket } from 'node:net'

export type Answered = { readonly status: number; readonly ms: number }

/** One kept-open connection that sends a request at a time: the least a client can cost, so that the server is measured. */
export type Connection = {
  readonly post: (path: string, key: string, body: string) => Promise<Answered>
  readonly close: () => void
}

export async function openConnection(address: string): Promise<Connection> {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject)
  })
  let waiting: ((answered: Answered) => void) | undefined
  let fail: ((error: Error) => void) | undefined
  let begun = 0
  readReplies(socket, (status) => waiting?.({ status, ms: performance.now() - begun }))
  socket.on('error', (error) => fail?.(error))
  socket.on('close', () => fail?.(new Error('the server closed the connection')))
  return {
    post(path, key, body) {
      const { promise, resolve, reject } = Promise.withResolvers<Answered>()
      waiting = resolve
      fail = reject
      begun = performance.now()
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${key}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
      return promise
    },
    close: () => {
      fail = undefined
      socket.destroy()
    },
  }
}

/** Replies have a length and follow one another. */
function readReplies(socket: Socket, onReply: (status: number) => void) {
  let status = 0
  let missing = -1
  let head = ''
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk
    if (missing < 0) {
      head += chunk.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      status = Number(head.slice(9, 12))
      const length = Number(/content-length: (\d+)/i.exec(head.slice(0, end))?.[1])
      missing = length - (head.length - end - 4)
      rest = Buffer.alloc(0)
      head = ''
    }
    missing -= rest.length
    if (missing > 0) return
    missing = -1
    onReply(status)
  })
}
