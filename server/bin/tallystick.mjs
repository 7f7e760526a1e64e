#!/usr/bin/env node
// Plain JavaScript, for any Node: when it is older than the program needs, the pinned one is run.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = new URL('../src/main.ts', import.meta.url)
const leastMajor = 26

if (Number(process.versions.node.split('.')[0]) >= leastMajor) {
  await import(main)
} else {
  const node = pinnedNode(dirname(fileURLToPath(import.meta.url)))
  if (node) runWith(node)
  else {
    process.stderr.write(
      `tallystick: Node ${leastMajor} or later is needed; this is ${process.version}.\n`,
    )
    process.exitCode = 1
  }
}

function pinnedNode(folder) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const path = join(folder, 'node_modules', '.bin', name)
  if (existsSync(path)) return path
  return dirname(folder) === folder ? undefined : pinnedNode(dirname(folder))
}

function runWith(node) {
  const args = [fileURLToPath(main), ...process.argv.slice(2)]
  const child = spawn(node, args, { stdio: 'inherit' })
  // The program decides when it has ended; until then we only pass on what we are told.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
