// `npm run simulate [-- --seed N --steps N --runs N]`: lives of a small merchant, checked against a plain model.
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: '60' },
    runs: { type: 'string', default: '1' },
  },
})

let failed = 0
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = Number(values.seed) + run
  const print = (text: string) => void process.stdout.write(text)
  const differences = await simulate({ seed, steps: Number(values.steps), print })
  if (differences.length === 0) continue
  failed += 1
  print(`  npm run simulate -- --seed ${seed} --steps ${values.steps}\n`)
  for (const difference of differences) print(`    ${difference}\n`)
}
process.exitCode = failed === 0 ? 0 : 1
