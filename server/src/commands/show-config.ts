import { describeConfig, readConfig } from '../config.ts'

/** Prints every variable first, so that a bad one can be seen among the others. */
export async function run(): Promise<number> {
  process.stdout.write(describeConfig())
  readConfig()
  return 0
}
