// The order of this list is the architecture: a slice may use the ones above it, never the ones below.
const slices = [
  'platform',
  'taxes',
  'access',
  'embedding',
  'clocks',
  'catalog',
  'customers',
  'ledger',
  'payments',
  'metering',
  'invoices',
  'subscriptions',
  'usage',
  'claims',
  'documents',
  'notices',
  'portal',
]
const later = (slice) => slices.slice(slices.indexOf(slice) + 1)

/** What puts the slices together stands above them all: the wiring, the commands, the doctor that reads everything. */
const wiring = '^server/src/[^/]+\\.ts$|^server/src/(commands|doctor)/'

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    never(
      'no-cycles',
      'Two files that need each other are one file or three.',
      {},
      { circular: true },
    ),
    never(
      'core-is-pure',
      'The core decides. It does not read, write, wait or know the time.',
      { path: '^core/src', pathNot: '\\.test\\.ts$' },
      { pathNot: '^core/src' },
    ),
    never(
      'contract-knows-only-core',
      'The contract describes the wire, not how it is served.',
      { path: '^contract/src', pathNot: '(\\.test|/print|/reference)\\.ts$' },
      { pathNot: '^(contract|core)/src|^node_modules/typebox/' },
    ),
    never(
      'web-never-imports-server',
      'The browser knows the contract, not the server.',
      { path: '^web/src' },
      { path: '^server' },
    ),
    never(
      'server-never-imports-web',
      'The server serves what the web build made; it knows none of its code.',
      { path: '^server' },
      { path: '^web' },
    ),
    never(
      'stores-are-private',
      'Ask another slice with its verbs; only a slice reads and writes its own tables.',
      { path: '^server/src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/[^/]+/.*store\\.ts$', pathNot: '^server/src/$1/' },
    ),
    never(
      'doors-open-inwards',
      'Nothing inside comes back out through a door; only the wiring opens them, and a slice gathers its own.',
      {
        path: '^server/src',
        pathNot: `${wiring}|^server/src/[^/]+/(routes|jobs)\\.ts$|\\.test\\.ts$`,
      },
      {
        path: '^server/src/[^/]+/.*(routes|jobs|reactions)\\.ts$',
        pathNot: '^server/src/platform/',
      },
    ),
    never(
      'raw-pool-stays-in-the-database',
      'A query without a scope cannot be written: only platform/db opens connections.',
      {
        path: '^server/src',
        pathNot: `^server/src/platform/(db|keys|embedded|jobs)/|${wiring}|\\.test\\.ts$`,
      },
      { path: '^node_modules/pg/' },
    ),
    ...slices
      .filter((slice) => later(slice).length > 0)
      .map((slice) =>
        never(
          `${slice}-comes-first`,
          `${slice} may not use ${later(slice).join(', ')}`,
          { path: `^server/src/${slice}/`, pathNot: '\\.test\\.ts$' },
          { path: `^server/src/(${later(slice).join('|')})/` },
        ),
      ),
    never(
      'every-slice-has-a-place',
      'A folder of server/src that the order above does not name.',
      { path: `^server/src/(?!(${[...slices, 'commands', 'doctor'].join('|')})/)[^/]+/` },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/dist|\\.types)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
