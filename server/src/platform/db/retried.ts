/** A deadlock or a serialization failure undid everything, so the same work may simply run again. */
const transient = new Set(['40P01', '40001'])

export async function retried<T>(
  work: () => Promise<T>,
  { tries = 3, codes = transient }: { tries?: number; codes?: ReadonlySet<string> } = {},
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (tries > 1 && codes.has(code)) return retried(work, { tries: tries - 1, codes })
    throw error
  }
}
