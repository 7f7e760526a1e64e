import type { Chance } from './chance.ts'
import type { ModelFee, ModelPlan } from './model.ts'
import type { ModelMeter } from './model-meter.ts'

/** What the simulated merchant sells, once as the API takes it and once as the model does. */
export type Offer = {
  readonly cadence: string
  readonly autoApprove: boolean
  readonly fees: readonly Terms[]
  readonly meters: readonly (Terms & { readonly aggregation: ModelMeter['counts'] })[]
  readonly model: ModelPlan
}

/** Fields of a price. */
type Terms = { readonly name: string; readonly price: object }

const cadences = { 0: 'P0D', 1: 'P1M', 3: 'P3M', 12: 'P1Y' } as const
type Months = keyof typeof cadences

const aggregations = ['SUM', 'COUNT', 'MAX', 'MIN', 'LATEST', 'UNIQUE_COUNT'] as const

/** A plan that chance puts together; every plan has a fee, so that there is something to pay. */
export function offerOf(chance: Chance, eventType: string): Offer {
  const months = chance.pick([1, 1, 1, 3, 12] as const)
  const fees = Array.from({ length: 1 + chance.below(3) }, (_, at) => feeOf(chance, at))
  const meters = Array.from({ length: 1 + chance.below(4) }, (_, at) => {
    const own = chance.pick([months, months, 1, 3] as const)
    const { price, cost } = tariffOf(chance)
    const counts = chance.pick(aggregations)
    const name = `Meter ${at} ${counts}`
    const terms = { ...price, ...(own !== months && { billingCadence: cadences[own] }) }
    const model: ModelMeter = { name, eventType, counts, cost, months: own }
    return { name, aggregation: counts, price: terms, model }
  })
  return {
    cadence: cadences[months],
    autoApprove: !chance.oneIn(4),
    fees,
    meters,
    model: {
      months,
      fees: fees.map(({ model }) => model),
      meters: meters.map(({ model }) => model),
    },
  }
}

function feeOf(chance: Chance, at: number) {
  const months = chance.pick([0, 1, 1, 1, 3, 12] as const satisfies readonly Months[])
  const when = chance.pick(['in_advance', 'in_arrears'] as const)
  const cents = 1 + chance.below(9_999)
  const quantity = chance.pick([1, 1, 1, 3, 7])
  const name = `Fee ${at}`
  const price = {
    ...{ paymentTerm: when, billingCadence: cadences[months], quantity },
    ...{ model: 'standard', properties: { unitPrice: (cents / 100).toFixed(2) } },
  }
  const model: ModelFee = {
    ...{ name, cents: BigInt(cents), quantity: BigInt(quantity), when, months },
  }
  return { name, price, model }
}

type Tariff = {
  /** Fields of the price. */
  readonly price: object
  /** In millionths of a cent. */
  readonly cost: (quantity: bigint) => bigint
}

/** A dollar in millionths of a cent. */
const dollar = 100_000_000n
const free = { model: 'standard', properties: { unitPrice: '0' } }

function tariffOf(chance: Chance): Tariff {
  return chance.pick([standard, volume, percentage, graduated, tieredVolume, packages])(chance)
}

function standard(chance: Chance): Tariff {
  const millionths = BigInt(1 + chance.below(90_000))
  const unitPrice = `0.${millionths.toString().padStart(6, '0')}`
  return {
    price: { model: 'standard', properties: { unitPrice } },
    cost: (quantity) => quantity * millionths * (dollar / 1_000_000n),
  }
}

/** Each unit costs 0.0001 less than the one before, from 0.10 down to 0.02. */
function volume(): Tariff {
  const parameters = { function: 'linear', gradient: '-0.0001', min: '0.02', max: '0.10' }
  const cost = (quantity: bigint) => {
    let sum = 0n
    for (let unit = 0n; unit < quantity; unit += 1n) {
      const price = 1000n - unit
      sum += (price > 200n ? price : 200n) * (dollar / 10_000n)
    }
    return sum
  }
  return { price: { model: 'volume', properties: { default: '0.10', parameters } }, cost }
}

/** 3 %, at least 0.50 and at most 20.00. */
function percentage(): Tariff {
  const properties = { percentage: '0.03', minCharge: '0.50', maxCharge: '20' }
  const cost = (quantity: bigint) => {
    if (quantity === 0n) return 0n
    const share = (quantity * 3n * dollar) / 100n
    const least = dollar / 2n
    const most = 20n * dollar
    if (share < least) return least
    return share > most ? most : share
  }
  return { price: { model: 'percentage', properties }, cost }
}

/** 1.00 in any case; 0.10 each up to 50; from there 2.50 more and 0.035 each. */
function graduated(): Tariff {
  const tiers = [
    { upTo: '50', unitPrice: '0.10', flatFee: '1' },
    { unitPrice: '0.035', flatFee: '2.50' },
  ]
  const cost = (quantity: bigint) => {
    if (quantity <= 50n) return dollar + (quantity * dollar) / 10n
    return dollar + 5n * dollar + (5n * dollar) / 2n + ((quantity - 50n) * 35n * dollar) / 1000n
  }
  return { price: { ...free, pricing: { model: 'graduated', tiers } }, cost }
}

/** All at 0.10 up to 40, all at 0.06 up to 200, beyond that 3.00 and all at 0.015. */
function tieredVolume(): Tariff {
  const tiers = [
    { upTo: '40', unitPrice: '0.10' },
    { upTo: '200', unitPrice: '0.06' },
    { unitPrice: '0.015', flatFee: '3' },
  ]
  const cost = (quantity: bigint) => {
    if (quantity <= 40n) return (quantity * dollar) / 10n
    if (quantity <= 200n) return (quantity * 6n * dollar) / 100n
    return 3n * dollar + (quantity * 15n * dollar) / 1000n
  }
  return { price: { ...free, pricing: { model: 'tiered_volume', tiers } }, cost }
}

/** 0.55 for every ten begun, after three that are free. */
function packages(): Tariff {
  const pricing = { model: 'package', size: '10', price: '0.55', freeUnits: '3' }
  const cost = (quantity: bigint) => {
    const paid = quantity > 3n ? quantity - 3n : 0n
    return (((paid + 9n) / 10n) * 55n * dollar) / 100n
  }
  return { price: { ...free, pricing }, cost }
}
