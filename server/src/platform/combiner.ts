import { assert } from '@tallystick/core/assert.ts'

export type CombinerOptions<R, A> = {
  /** Does the work of several requests as one; answers in their order. All of it is kept, or none. */
  readonly run: (writer: string, requests: readonly R[]) => Promise<readonly A[]>
  /** How many rows a request brings. */
  readonly weigh: (request: R) => number
  readonly maxRequests?: number
  readonly maxWeight?: number
}

export type Combiner<R, A> = {
  /** Answers when the work is committed. */
  readonly submit: (writer: string, request: R) => Promise<A>
  /** Requests that wait, of all writers. */
  readonly waiting: () => number
}

type Waiting<R, A> = {
  readonly request: R
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

/**
 * Lets requests that arrive together share a transaction. Each writer (a merchant) has one at a time, so its requests
 * never wait for each other's row locks; the next begins the moment the last is done, without a timer. When a group
 * fails, each of its requests runs alone, so nobody fails because of a neighbour.
 */
export function createCombiner<R, A>(options: CombinerOptions<R, A>): Combiner<R, A> {
  const { run } = options
  const queues = new Map<string, Waiting<R, A>[]>()

  const flush = async (writer: string, group: readonly Waiting<R, A>[]) => {
    try {
      const answers = await run(
        writer,
        group.map(({ request }) => request),
      )
      assert(answers.length === group.length, 'each request of a flush has its answer')
      group.forEach(({ resolve }, at) => {
        resolve(answers[at] as A)
      })
    } catch (error) {
      const [first, ...others] = group
      if (others.length === 0) first?.reject(error)
      else for (const one of group) await flush(writer, [one])
    }
  }

  const work = async (writer: string, queue: Waiting<R, A>[]) => {
    while (queue.length > 0) {
      await flush(writer, takeGroup(queue, options))
    }
    queues.delete(writer)
  }

  return {
    submit(writer, request) {
      const { promise, resolve, reject } = Promise.withResolvers<A>()
      const queue = queues.get(writer)
      const one = { request, resolve, reject }
      if (queue) queue.push(one)
      else {
        const begun = [one]
        queues.set(writer, begun)
        void work(writer, begun)
      }
      return promise
    },
    waiting: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
  }
}

/** The oldest requests, as many as fit: always one, however heavy. */
function takeGroup<R, A>(
  queue: Waiting<R, A>[],
  { weigh, maxRequests = 100, maxWeight = 1000 }: CombinerOptions<R, A>,
): Waiting<R, A>[] {
  let weight = 0
  let taken = 0
  for (const { request } of queue) {
    weight += weigh(request)
    if (taken > 0 && (weight > maxWeight || taken >= maxRequests)) break
    taken += 1
  }
  return queue.splice(0, taken)
}

/** The same for requests that are lists: their elements are worked off as one list, and answered one by one. */
export function createListCombiner<R, A>(
  run: (writer: string, elements: readonly R[]) => Promise<readonly A[]>,
): Combiner<readonly R[], readonly A[]> {
  return createCombiner<readonly R[], readonly A[]>({
    weigh: (list) => list.length,
    async run(writer, lists) {
      const answers = await run(writer, lists.flat())
      let from = 0
      return lists.map(({ length }) => {
        from += length
        return answers.slice(from - length, from)
      })
    },
  })
}
