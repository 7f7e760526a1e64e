/**
 * Every way a request can be refused, with its status and the coarse category that the reference
 * sends in `error`. A code is forever: clients branch on it. Constraints of the database bear these
 * names in lower case.
 */
export const problems = {
  VALIDATION_ERROR: { status: 400, error: 'validation_error' },
  BAD_REQUEST: { status: 400, error: 'bad_request' },
  UNAUTHENTICATED: { status: 401, error: 'unauthorized' },
  FORBIDDEN: { status: 403, error: 'forbidden' },
  NOT_FOUND: { status: 404, error: 'not_found' },
  CONFLICT: { status: 409, error: 'conflict' },
  REQUEST_IN_PROGRESS: { status: 409, error: 'conflict' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, error: 'unprocessable_entity' },
  PAYLOAD_TOO_LARGE: { status: 413, error: 'payload_too_large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, error: 'unsupported_media_type' },
  RATE_LIMITED: { status: 429, error: 'too_many_requests' },
  INTERNAL: { status: 500, error: 'internal_error' },
  UNAVAILABLE: { status: 503, error: 'unavailable' },
  EXTERNAL_ID_TAKEN: { status: 409, error: 'conflict' },
  EXTERNAL_ID_MISMATCH: { status: 409, error: 'conflict' },
  CUSTOMER_IN_USE: { status: 409, error: 'conflict' },
  CUSTOMER_HAS_FUNDS: { status: 409, error: 'conflict' },
  FEE_IN_USE: { status: 409, error: 'conflict' },
  NOT_YET_BILLABLE: { status: 400, error: 'bad_request' },
  STANDARD_BILLING_USES_EVENTS: { status: 400, error: 'bad_request' },
  NO_ACTIVE_SUBSCRIPTION: { status: 400, error: 'bad_request' },
  INSUFFICIENT_FUNDS: { status: 400, error: 'bad_request' },
  ACTIVE_SUBSCRIPTION_EXISTS: { status: 409, error: 'conflict' },
  SUBSCRIPTION_TERMINATED: { status: 409, error: 'conflict' },
  PAYMENT_SESSION_EXPIRED: { status: 409, error: 'conflict' },
  PAYMENT_SESSION_CLOSED: { status: 409, error: 'conflict' },
  PAYMENT_IN_PROGRESS: { status: 409, error: 'conflict' },
  USAGE_NOT_REFUNDABLE: { status: 422, error: 'unprocessable_entity' },
  EMAIL_TAKEN: { status: 409, error: 'conflict' },
  MEMBER_EXISTS: { status: 409, error: 'conflict' },
  LAST_OWNER: { status: 409, error: 'conflict' },
  INVALID_CREDENTIALS: { status: 401, error: 'unauthorized' },
  WRONG_PASSWORD: { status: 403, error: 'forbidden' },
  SIGNUP_CLOSED: { status: 403, error: 'forbidden' },
  INVITATION_CLOSED: { status: 409, error: 'conflict' },
  ROLE_NAME_TAKEN: { status: 409, error: 'conflict' },
  ROLE_BUILT_IN: { status: 409, error: 'conflict' },
  ROLE_IN_USE: { status: 409, error: 'conflict' },
  LINK_EXPIRED: { status: 410, error: 'gone' },
  GRANT_EXCEEDS_OWN: { status: 403, error: 'forbidden' },
} as const satisfies Record<string, { status: number; error: string }>

export type ProblemCode = keyof typeof problems
