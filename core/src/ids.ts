import { assert } from './assert.ts'

/** What an id says about itself: the prefix of every resource that has one. */
export const idPrefixes = {
  account: 'acc',
  apiKey: 'key',
  approval: 'apr',
  auditRecord: 'aud',
  authorization: 'aut',
  billableMetric: 'bm',
  billingEvent: 'bev',
  billingSchedule: 'bsc',
  claim: 'clm',
  // A hold of the first generation is shown as `ent_` and may be named as `com_`.
  commitment: 'com',
  cost: 'cst',
  creditNote: 'crn',
  customer: 'cus',
  dispute: 'disp',
  embedOrigin: 'eo',
  entitlement: 'ent',
  entry: 'ety',
  event: 'evt',
  externalReference: 'xrf',
  feature: 'feat',
  fee: 'fee',
  fundsReturn: 'fr',
  grant: 'grt',
  hold: 'ent',
  inboxEvent: 'ibx',
  invitation: 'invt',
  invoice: 'inv',
  invoiceDecision: 'idn',
  invoiceLine: 'li',
  item: 'itm',
  membership: 'mem',
  merchantIntegration: 'mint',
  meterEvent: 'me',
  notice: 'ntc',
  order: 'ord',
  orderLine: 'orl',
  organization: 'org',
  payment: 'pay',
  paymentAttempt: 'att',
  paymentMethod: 'pm',
  paymentSession: 'ps',
  payout: 'po',
  plan: 'plan',
  planVersion: 'pver',
  portalLink: 'pl',
  posting: 'pst',
  price: 'price',
  pricingUnit: 'pu',
  product: 'prod',
  reconciliation: 'rec',
  refund: 'rf',
  request: 'req',
  role: 'role',
  session: 'ses',
  source: 'src',
  sourceEvent: 'sev',
  sourceRule: 'rule',
  subscription: 'sub',
  testClock: 'tc',
  topup: 'top',
  transfer: 'trf',
  usageEvent: 'usg',
  user: 'usr',
  webhookEndpoint: 'we',
} as const

export type Resource = keyof typeof idPrefixes

/**
 * The public id of a resource: its prefix, an underscore and the 32 hex digits of a UUID (RFC 9562), which
 * may come with or without dashes. A test clock keeps the last 16 digits only: clients accept no more.
 */
export function formatId(resource: Resource, uuid: string): string {
  const hex = uuid.replaceAll('-', '').toLowerCase()
  assert(/^[0-9a-f]{32}$/.test(hex), 'an id is made of a UUID')
  return `${idPrefixes[resource]}_${hex.slice(-digits(resource))}`
}

/** Whether the text has the form of such an id. It says nothing about whether the resource exists. */
export function isId(resource: Resource, text: string): boolean {
  const prefix = `${idPrefixes[resource]}_`
  const hex = text.slice(prefix.length)
  return text.startsWith(prefix) && hex.length === digits(resource) && /^[0-9a-f]+$/.test(hex)
}

function digits(resource: Resource): 16 | 32 {
  return resource === 'testClock' ? 16 : 32
}
