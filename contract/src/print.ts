import { readFileSync, writeFileSync } from 'node:fs'
import { api } from './api.ts'
import { matrix } from './matrix.ts'
import { openapi } from './openapi.ts'

// node contract/src/print.ts            writes openapi.json and permission-matrix.txt beside src
// node contract/src/print.ts --check    fails when one of them is stale

const printed = {
  'openapi.json': `${JSON.stringify(openapi(api), undefined, 1)}\n`,
  'permission-matrix.txt': matrix(api),
}

for (const [name, text] of Object.entries(printed)) {
  const file = new URL(`../${name}`, import.meta.url)
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`contract/${name} is stale: run node contract/src/print.ts\n`)
    process.exitCode = 1
  }
}
