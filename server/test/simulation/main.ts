// `npm run simulate [-- --seed N --steps N --runs N --calm]`: lives of a small merchant, checked against a plain model.
// Calm, no process is killed, and all runs share one installation: many more of them in the same time.
import { parseArgs } from 'node:util'
import { simulate, simulateCalmly } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: '60' },
    runs: { type: 'string', default: '1' },
    calm: { type: 'boolean', default: false },
  },
})

const seeds = Array.from({ length: Number(values.runs) }, (_, run) => Number(values.seed) + run)
const steps = Number(values.steps)
const print = (text: string) => void process.stdout.write(text)
const found = values.calm ? await simulateCalmly({ seeds, steps, print }) : await oneByOne(seeds)
process.exitCode = found.length === 0 ? 0 : 1

async function oneByOne(all: readonly number[]): Promise<string[]> {
  const differences: string[] = []
  for (const seed of all) differences.push(...(await simulate({ seed, steps, print })))
  return differences
}
