import type { Ctx } from '../platform/ctx.ts'
import { Problem } from '../platform/problem.ts'

/** What is really owed is owed in real time. */
export function assertSandbox({ mode }: Ctx): void {
  if (mode === 'sandbox') return
  throw new Problem('TEST_CLOCKS_IN_SANDBOX_ONLY', 'Test clocks exist in sandbox mode only.')
}
