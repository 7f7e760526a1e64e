/** Stops the work when the program, not the caller, is wrong. The edge answers 500 without detail. */
export function assert(condition: unknown, broken: string): asserts condition {
  if (!condition) throw new InvariantBroken(broken)
}

export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken'
}
