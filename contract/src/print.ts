import { readFileSync, writeFileSync } from 'node:fs'
import { api } from './api.ts'
import { openapi } from './openapi.ts'

// node contract/src/print.ts            writes contract/openapi.json
// node contract/src/print.ts --check    fails when it is stale

const file = new URL('../openapi.json', import.meta.url)
const printed = `${JSON.stringify(openapi(api), undefined, 1)}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed)
} else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write('contract/openapi.json is stale: run node contract/src/print.ts\n')
  process.exitCode = 1
}
