import type { Scene, Stage } from './stage.ts'

/** A sentence that is true of every provider, and how that is seen. */
export type Promised = readonly [
  sentence: string,
  keep: (stage: Stage, scene: Scene) => Promise<void>,
]
