import { enPortalAccount } from './en-portal-account.ts'
import { enPortalMoney } from './en-portal-money.ts'

/** What the portal says. */
export const enPortal = {
  ...enPortalMoney,
  ...enPortalAccount,
  documentTitle: 'Your subscription',
  loading: 'Loading your subscription',
  invalid:
    'It is incomplete, was withdrawn or has run out. Open the whole link again, or ask the company you bought from for a new one.',
  navigation: 'Sections',
  sections: {
    overview: 'Overview',
    usage: 'Usage',
    invoices: 'Invoices',
    payments: 'Payments',
    account: 'Account',
  },
  period: (from: string, to: string) => `Current period: ${from} to ${to}.`,
  since: (day: string) => `Since ${day}.`,
  ends: (day: string) => `It ends on ${day}.`,
  ended: (day: string) => `It ended on ${day}.`,
  zone: (zone: string) => `Times are in ${zone}.`,
  attention: {
    overdue: (number: string, amount: string, day: string) =>
      `Invoice ${number} of ${amount} was due on ${day}.`,
    owed: (number: string, amount: string, day: string | undefined) =>
      day === undefined
        ? `Invoice ${number} of ${amount} is to be paid.`
        : `Invoice ${number} of ${amount} is to be paid by ${day}.`,
    expired: (method: string) =>
      `${method} has expired. Add another payment method, so that payments do not fail.`,
  },
  continue: 'Continue',
  figures: 'At a glance',
  balance: 'Balance',
  minimum: (amount: string) => `${amount} needed at each renewal`,
  charged: 'Charged this period',
  tax: (amount: string) => `including ${amount} tax`,
  noTax: 'no tax',
  events: 'Usage events this period',
  statuses: {
    active: 'Active',
    pending_payment: 'Waiting for payment',
    terminated: 'Ended',
  },
  next: {
    tax: 'Tax',
    figure: 'Next invoice',
    on: (day: string) => `on ${day}, as of now`,
    title: 'Next invoice, so far',
    explain: (day: string) =>
      `What the invoice of ${day} would say if the period ended now. Usage that is still to come adds to it.`,
    total: 'Total',
  },
  updated: (time: string) => `Updated at ${time}.`,
  refresh: 'Refresh',
  usage: {
    title: 'Usage',
    range: 'Range',
    ranges: { day: '24 hours', week: '7 days', month: '30 days', period: 'This period' },
    window: 'Per',
    windows: { HOUR: 'Hour', DAY: 'Day' },
    hoursTooMany: 'Hours are shown for up to 7 days.',
    view: 'Show as',
    views: { chart: 'Chart', table: 'Table' },
    loading: 'Loading usage',
    zones: (zone: string) => `Days are counted in UTC, hours are in ${zone}.`,
    compare: {
      day: 'Compare with the 24 hours before',
      week: 'Compare with the 7 days before',
      month: 'Compare with the 30 days before',
      period: 'Compare with the last period',
    },
    comparedWith: {
      day: 'Outlines show the 24 hours before.',
      week: 'Outlines show the 7 days before.',
      month: 'Outlines show the 30 days before.',
      period: 'Outlines show as much of the last period.',
    },
    before: (quantity: string, amount: string) => `Before: ${quantity}, ${amount}.`,
    beforeQuantity: (quantity: string) => `Before: ${quantity}.`,
    change: (percent: string) => `Change: ${percent}.`,
    was: (quantity: string) => `before: ${quantity}`,
    groupBy: 'Break down by',
    noGroups: 'Nothing',
    groupTable: {
      label: (metric: string, dimension: string) => `${metric} by ${dimension}`,
      none: 'Without a value',
    },
    empty: 'No usage in this range',
    emptyNotes: {
      active: 'Usage appears here within seconds of being reported.',
      pending_payment: 'Usage can begin once the first payment has arrived.',
      terminated: 'Your subscription has ended.',
    },
    failed: 'Usage could not be loaded.',
    columns: { start: 'Start', quantity: 'Quantity', before: 'Before', amount: 'Amount' },
    chartLabel: (metric: string, size: string) =>
      `${metric} per ${size}. Use the arrow keys to read single values.`,
    tableLabel: (metric: string, size: string) => `${metric} per ${size}`,
    sizes: { HOUR: 'hour', DAY: 'day' },
    peak: (when: string) => `Most: ${when}`,
    idle: { HOUR: 'Hours without usage are left out.', DAY: 'Days without usage are left out.' },
  },
  plan: {
    title: 'Plan',
    prices: 'Prices',
    columns: { name: 'For', price: 'Price', term: 'Paid' },
    terms: {
      instant: 'as you use it',
      in_advance: 'in advance',
      in_arrears: 'at the end of the period',
    },
    per: (amount: string, unit: string) => `${amount} per ${unit}`,
    package: (price: string, size: string) => `${price} for each ${size}, begun or full`,
    afterFree: (price: string, units: string) => `${price}, after ${units} free`,
    upTo: (amount: string, quantity: string) => `up to ${quantity}: ${amount}`,
    beyond: (amount: string) => `beyond: ${amount}`,
    withFee: (price: string, fee: string) => `${price} and ${fee} once`,
    tiers: {
      graduated: (tiers: string) => `each part at its own price: ${tiers}`,
      tiered_volume: (tiers: string) => `all at the price of the whole: ${tiers}`,
    },
    between: (least: string, most: string) => `${least} to ${most}`,
    byVolume: (range: string) => `${range}, by volume`,
    share: (percent: string, least: string, most: string) =>
      `${percent} of the amount, at least ${least}, at most ${most}`,
  },
}
