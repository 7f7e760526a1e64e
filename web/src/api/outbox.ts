import type { Endpoint, Reply } from '@tallystick/contract/endpoint.ts'
import type { notices } from '@tallystick/contract/notices.ts'
import { request } from './request.ts'

type Answer<E extends Endpoint> = Extract<Reply<E>, { status: 200 }>['body']

export type Mails = Answer<typeof notices.listNotices>
export type Mail = Mails['data'][number]
export type MailWithText = Answer<typeof notices.getNotice>

/** Calls the API with a key of the merchant whose mails they are. */
export type OutboxClient = {
  readonly list: (offset: number, signal: AbortSignal) => Promise<Mails>
  readonly get: (id: string, signal: AbortSignal) => Promise<MailWithText>
}

const pageSize = 20

export function outboxClient(token: string): OutboxClient {
  const call = <T>(path: string, signal: AbortSignal) => request<T>(path, { token, signal })
  return {
    list: (offset, signal) => call(`/v0/notices?limit=${pageSize}&offset=${offset}`, signal),
    get: (id, signal) => call(`/v0/notices/${encodeURIComponent(id)}`, signal),
  }
}
