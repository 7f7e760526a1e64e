/** An error as the API of Stripe answers it. */
export class StripeRefusal extends Error {
  override readonly name = 'StripeRefusal'
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body['message']))
    this.status = status
    this.body = body
  }
}

export function invalidRequest(message: string, more: Readonly<Record<string, unknown>> = {}) {
  return new StripeRefusal(400, { type: 'invalid_request_error', message, ...more })
}

export function missing(id: string, param = 'id') {
  const message = `No such object: '${id}'`
  return new StripeRefusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message,
    param,
  })
}

export function cardError(code: string, more: Readonly<Record<string, unknown>>) {
  return new StripeRefusal(402, {
    type: 'card_error',
    code,
    message: 'Your card was declined.',
    ...more,
  })
}
