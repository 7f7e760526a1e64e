import type { Endpoint } from './endpoint.ts'
import type { ProblemCode } from './problems.ts'

/** Every way in which an operation can be refused: what its shape implies, and what it declares. */
export function refusalsOf(endpoint: Endpoint): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>([
    ...inputRefusals(endpoint),
    ...accessRefusals(endpoint),
    ...endpoint.problems,
    'RATE_LIMITED',
    'INTERNAL',
    'UNAVAILABLE',
  ])
  return [...codes]
}

function inputRefusals(endpoint: Endpoint): readonly ProblemCode[] {
  const codes: ProblemCode[] = []
  if (endpoint.params || endpoint.query || endpoint.body) codes.push('VALIDATION_ERROR')
  if (endpoint.body) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  if (takesIdempotencyKey(endpoint)) codes.push('REQUEST_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED')
  return codes
}

/** Every POST does, but for those that say otherwise. */
export function takesIdempotencyKey({ method, anew }: Endpoint): boolean {
  return method === 'POST' && !anew
}

function accessRefusals({ access, params }: Endpoint): readonly ProblemCode[] {
  switch (access.kind) {
    case 'org':
    case 'portal':
    // To everyone but the platform, its endpoints do not exist.
    case 'platform':
      return ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']
    case 'self':
      return params
        ? ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND']
        : ['UNAUTHENTICATED', 'FORBIDDEN']
    case 'open':
      return []
  }
}
