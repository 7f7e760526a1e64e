import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildScript } from './build.ts'
import { faultsIn, integrityOf, type State } from './releases.ts'

const script = Buffer.from('one')
const guideOf = (version: string, integrity: string) =>
  `<script src="https://billing.example/embed/${version}.js"\n  integrity="${integrity}" crossorigin></script>`

const sound: State = {
  manifest: { '1.0.0': integrityOf(Buffer.from('zero')), '1.10.0': integrityOf(script) },
  files: new Map([
    ['1.0.0.js', Buffer.from('zero')],
    ['1.10.0.js', script],
  ]),
  source: { version: '1.10.0', script },
  guides: new Map([['README.md', guideOf('1.10.0', integrityOf(script))]]),
}

function faultsWith(change: Partial<State>): string {
  return faultsIn({ ...sound, ...change }).join(' ')
}

test('releases that are as they were have no faults', () => {
  assert.equal(faultsWith({}), '')
})

test('a released file never changes and never goes', () => {
  const changed = new Map([...sound.files, ['1.0.0.js', Buffer.from('zero!')] as const])
  assert.match(faultsWith({ files: changed }), /1\.0\.0\.js is not what was released/)
  const without = new Map([['1.10.0.js', script]])
  assert.match(faultsWith({ files: without }), /1\.0\.0\.js was released and is gone/)
  const more = new Map([...sound.files, ['2.0.0.js', script] as const])
  assert.match(faultsWith({ files: more }), /2\.0\.0\.js is not in releases/)
})

test('a source that builds something else than its release carries a newer version', () => {
  const other = Buffer.from('two')
  assert.match(faultsWith({ source: { version: '1.10.0', script: other } }), /raise the version/)
  assert.equal(faultsWith({ source: { version: '1.11.0', script: other } }), '')
  assert.match(faultsWith({ source: { version: '1.9.0', script: other } }), /older than 1\.10\.0/)
})

test('guides name the newest release with its hash, and the changing one without', () => {
  const told = (text: string) => faultsWith({ guides: new Map([['README.md', text]]) })
  assert.match(told('nothing'), /names no version/)
  assert.match(told(guideOf('1.0.0', integrityOf(script))), /1\.10\.0 is the newest/)
  assert.match(told(guideOf('1.10.0', integrityOf(Buffer.from('zero')))), /wrong hash/)
  const loose = '<script src="https://billing.example/embed.js" integrity="sha384-x"></script>'
  assert.match(told(guideOf('1.10.0', integrityOf(script)) + loose), /but it changes/)
})

test('the same sources build the same bytes', async () => {
  const [once, again] = [await buildScript('9.9.9'), await buildScript('9.9.9')]
  assert.deepEqual(once, again)
  assert.match(once.toString(), /Tallystick embed 9\.9\.9/)
})
