type Width = {
  /** How many pieces of work run at once. */
  readonly atOnce: number
  /** How many may wait for their turn; whoever comes then is refused. */
  readonly waiting: number
  readonly refusal: () => Error
}

/** Lets few pieces of work run at a time, in the order in which they came. */
export function gate({ atOnce, waiting, refusal }: Width) {
  const queue: (() => void)[] = []
  let running = 0

  const enter = async () => {
    if (running < atOnce) {
      running += 1
      return
    }
    if (queue.length >= waiting) throw refusal()
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  const leave = () => {
    const next = queue.shift()
    // The place is handed over, not given back: nobody slips in between.
    if (next) next()
    else running -= 1
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    return work().finally(leave)
  }
}
