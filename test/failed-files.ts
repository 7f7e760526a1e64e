// A reporter for `node --test`: one line per test file in which something failed.
import type { TestEvent } from 'node:test/reporters'

// biome-ignore lint/style/noDefaultExport: the test runner takes a reporter from there
export default async function* failedFiles(
  source: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
  const seen = new Set<string>()
  for await (const { type, data } of source) {
    const file = type === 'test:fail' ? data.file : undefined
    if (file === undefined || seen.has(file)) continue
    seen.add(file)
    yield `${file}\n`
  }
}
